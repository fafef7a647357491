// A number's text, written by a shader from a strip of glyphs, "0123456789.-k" side by side, a byte a pixel (its coverage).
#ifndef NUMBER_GLSL
#define NUMBER_GLSL
#include "tensor.glsl"

const int POINT = 10, MINUS = 11, THOUSAND = 12;
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
int glyphAt(float number, int decimals, bool negative, bool thousands, int place, int length)
{
    if (place == length - 1 && negative) return MINUS;
    if (thousands) return place == 0 ? THOUSAND : digit(number, place - 1);
    if (decimals > 0 && place == decimals) return POINT;
    return digit(number, decimals > 0 && place > decimals ? place - 1 : place);
}

// How much of a pixel the text of a number covers that stands in the middle of a box; at 0, 0 is the box's left top. Sizes in pixels;
// pitch: bytes of a line of the strip. What has no room, even in thousands, is not written.
float numberCover(float value, int decimals, ivec2 p, ivec2 box, ivec2 glyphSize, InWords glyphs, int pitch)
{
    int room = box.x / glyphSize.x;
    float number = floor(abs(value) * POWERS[decimals] + 0.5);
    bool negative = value < 0.0 && number > 0.0;
    int length = max(digitsOf(number), decimals + 1) + (decimals > 0 ? 1 : 0) + (negative ? 1 : 0);
    bool thousands = decimals == 0 && length > room && number >= 1000.0;
    if (thousands)
    {
        number = floor(number / 1000.0 + 0.5);
        length = digitsOf(number) + 1 + (negative ? 1 : 0);
    }
    p -= ivec2((box.x - length * glyphSize.x) / 2, (box.y - glyphSize.y) / 2);
    bool isOutside = p.x < 0 || p.y < 0 || p.x >= length * glyphSize.x || p.y >= glyphSize.y;
    if (length > room || number >= 9999999.0 || isOutside) return 0.0;
    int slot = p.x / glyphSize.x, glyph = glyphAt(number, decimals, negative, thousands, length - 1 - slot, length);
    int at = p.y * pitch + glyph * glyphSize.x + p.x - slot * glyphSize.x;
    return float(byteOf(glyphs.v[at >> 2], uint(at))) * (1.0 / 255.0);
}
#endif
