// A small matrix as coloured cells, each with its number: the digits come from a strip of glyphs, the number from the tensor where it lies.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "color.glsl"
#include "element.glsl"

layout(constant_id = 2) const uint DECIMALS = 0;

layout(push_constant, std430) uniform Args
{
    int originX, originY, sizeX, sizeY;
    InWords x;
    In4 range;
    InWords palette, glyphs;                                    // glyphs: "0123456789.-k" side by side, a byte a pixel (its coverage)
    uint first;
    int rows, columns;
    int cellWidth, cellHeight;                                  // pixels, the gap of 1 included
    int glyphWidth, glyphHeight, glyphPitch;                    // pixels of a glyph, and bytes of a line of the strip
} a;
layout(location = 0) out vec4 pixel;

const int POINT = 10, MINUS = 11, THOUSAND = 12, NOTHING = 13;
const float POWERS[8] = float[8](1.0, 10.0, 100.0, 1000.0, 10000.0, 100000.0, 1000000.0, 10000000.0);

int digitsOf(float number)
{
    return 1 + int(number >= 10.0) + int(number >= 100.0) + int(number >= 1000.0) + int(number >= 10000.0) + int(number >= 100000.0)
        + int(number >= 1000000.0);
}

int digit(float number, int place)
{
    float rest = floor((number + 0.5) / POWERS[place]);         // half a unit: the quotient may round down below a whole number
    return int(rest - 10.0 * floor((rest + 0.5) / 10.0));
}

// The glyph at a place from the right of a number's text, which has `length` of them.
int glyphAt(float number, bool negative, bool thousands, int place, int length)
{
    if (place == length - 1 && negative) return MINUS;
    if (thousands) return place == 0 ? THOUSAND : digit(number, place - 1);
    int decimals = int(DECIMALS);
    if (decimals > 0 && place == decimals) return POINT;
    return digit(number, decimals > 0 && place > decimals ? place - 1 : place);
}

// How much of a pixel the number's text covers; at 0, 0 is the text box's left top.
float textCover(float value, ivec2 inner)
{
    int room = (a.cellWidth - 1) / a.glyphWidth;
    float number = floor(abs(value) * POWERS[DECIMALS] + 0.5);
    bool negative = value < 0.0 && number > 0.0;
    int length = max(digitsOf(number), int(DECIMALS) + 1) + (DECIMALS > 0u ? 1 : 0) + (negative ? 1 : 0);
    bool thousands = DECIMALS == 0u && length > room && number >= 1000.0;
    if (thousands)
    {
        number = floor(number / 1000.0 + 0.5);
        length = digitsOf(number) + 1 + (negative ? 1 : 0);
    }
    ivec2 p = inner - ivec2((a.cellWidth - 1 - length * a.glyphWidth) / 2, (a.cellHeight - 1 - a.glyphHeight) / 2);
    if (length > room || number >= 9999999.0 || p.x < 0 || p.y < 0 || p.x >= length * a.glyphWidth || p.y >= a.glyphHeight) return 0.0;
    int slot = p.x / a.glyphWidth, glyph = glyphAt(number, negative, thousands, length - 1 - slot, length);
    int at = p.y * a.glyphPitch + glyph * a.glyphWidth + p.x - slot * a.glyphWidth;
    return float(byteOf(a.glyphs.v[at >> 2], uint(at))) * (1.0 / 255.0);
}

void main()
{
    ivec2 p = ivec2(PIXEL), cell = ivec2(p.x / a.cellWidth, p.y / a.cellHeight);
    ivec2 inner = p - cell * ivec2(a.cellWidth, a.cellHeight);
    pixel = vec4(0.0);
    if (cell.x >= a.columns || cell.y >= a.rows || inner.x == a.cellWidth - 1 || inner.y == a.cellHeight - 1) return;
    float value = elementAt(a.x, a.first + uint(cell.y * a.columns + cell.x));
    vec4 color = colorOf(entryOf(value, a.range), a.palette);
    if ((floatBitsToUint(value) & 0x7F800000u) != 0x7F800000u)
    {
        bool light = dot(color.rgb, vec3(0.299, 0.587, 0.114)) > 0.5;
        float cover = textCover(value, inner) * (value == 0.0 ? 0.35 : 1.0);
        color.rgb = mix(color.rgb, light ? vec3(0.05) : vec3(0.96), cover);
    }
    pixel = outputOf(color);
}
