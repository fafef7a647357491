// A small matrix as coloured cells in a grid of lines, each with its number, but zeros among whole numbers: the digits come from a strip of
// glyphs, the number from the tensor where it lies. The rectangle begins with the line above and left of the first cell. A confusion's
// diagonal is coloured by its share of the whole, its errors in another colour by their range, so that few are seen; what would be written
// as 0 is not.
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
    int cellWidth, cellHeight;                                  // pixels, the gap included
    int glyphWidth, glyphHeight, glyphPitch;                    // pixels of a glyph, and bytes of a line of the strip
    float whole;                                                // of which a confusion's cells are shares
    uint right, wrong, empty;                                   // colours of its diagonal, its errors and its zeros
    int line;                                                   // pixels of the gap between cells
    uint lineColor;
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
    ivec2 p = ivec2(PIXEL) - a.line, cell = ivec2(p.x / a.cellWidth, p.y / a.cellHeight);
    ivec2 inner = p - cell * ivec2(a.cellWidth, a.cellHeight);
    pixel = outputOf(unpackUnorm4x8(a.lineColor));
    if (p.x < 0 || p.y < 0 || inner.x >= a.cellWidth - a.line || inner.y >= a.cellHeight - a.line) return;
    float value = elementAt(a.x, a.first + uint(cell.y * a.columns + cell.x));
    vec4 color = colorOf(entryOf(value, a.range), a.palette);
    bool isUnwritten = CONFUSION && abs(value) * POWERS[DECIMALS] < 0.5;
    if (CONFUSION && !isNan(value)) color = confusionColor(value, cell.x == cell.y);
    if (!isUnwritten && (floatBitsToUint(value) & 0x7F800000u) != 0x7F800000u)
    {
        float cover = numberCover(value, DECIMALS, inner, ivec2(a.cellWidth, a.cellHeight) - a.line, ivec2(a.glyphWidth, a.glyphHeight),
            a.glyphs, a.glyphPitch);
        color.rgb = mix(color.rgb, inkOn(color.rgb), value == 0.0 && DECIMALS == 0 ? 0.0 : cover);
    }
    pixel = outputOf(color);
}
