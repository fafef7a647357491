// A small matrix as coloured cells, each with its number: the digits come from a strip of glyphs, the number from the tensor where it lies.
// A confusion's diagonal is coloured by its share of the whole, its errors in another colour by their range, so that few are seen; what
// would be written as 0 is not.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "color.glsl"
#include "element.glsl"
#include "number.glsl"

layout(constant_id = 2) const int DECIMALS = 0;
layout(constant_id = 3) const bool CONFUSION = false;

layout(push_constant, std430) uniform Args
{
    int originX, originY, sizeX, sizeY;
    InWords x;
    In4 range;
    InWords palette, glyphs;                                    // see number.glsl
    uint first;
    int rows, columns;
    int cellWidth, cellHeight;                                  // pixels, the gap of 1 included
    int glyphWidth, glyphHeight, glyphPitch;                    // pixels of a glyph, and bytes of a line of the strip
    float whole;                                                // of which a confusion's cells are shares
    uint right, wrong, empty;                                   // colours of its diagonal, its errors and its zeros
} a;
layout(location = 0) out vec4 pixel;

vec4 confusionColor(float value, bool isRight)
{
    vec4 range = a.range.v[0];
    float share = isRight ? value / a.whole : (value - range.x) * range.y / range.w;
    return mix(unpackUnorm4x8(a.empty), unpackUnorm4x8(isRight ? a.right : a.wrong), 0.8 * clamp(share, 0.0, 1.0));
}

void main()
{
    ivec2 p = ivec2(PIXEL), cell = ivec2(p.x / a.cellWidth, p.y / a.cellHeight);
    ivec2 inner = p - cell * ivec2(a.cellWidth, a.cellHeight);
    pixel = vec4(0.0);
    if (cell.x >= a.columns || cell.y >= a.rows || inner.x == a.cellWidth - 1 || inner.y == a.cellHeight - 1) return;
    float value = elementAt(a.x, a.first + uint(cell.y * a.columns + cell.x));
    vec4 color = colorOf(entryOf(value, a.range), a.palette);
    bool isUnwritten = CONFUSION && abs(value) * POWERS[DECIMALS] < 0.5;
    if (CONFUSION && !isNan(value)) color = confusionColor(value, cell.x == cell.y);
    if (!isUnwritten && (floatBitsToUint(value) & 0x7F800000u) != 0x7F800000u)
    {
        bool light = dot(color.rgb, vec3(0.299, 0.587, 0.114)) > 0.5;
        float cover = numberCover(value, DECIMALS, inner, ivec2(a.cellWidth, a.cellHeight) - 1, ivec2(a.glyphWidth, a.glyphHeight),
            a.glyphs, a.glyphPitch) * (value == 0.0 ? 0.35 : 1.0);
        color.rgb = mix(color.rgb, light ? vec3(0.05) : vec3(0.96), cover);
    }
    pixel = outputOf(color);
}
