// A bar as long as the logarithm of a tensor's root mean square, from 10^-6 to 10^2, all over its track where that is no number; where
// there is room the number itself stands at its right, in two digits.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "color.glsl"
#include "number.glsl"

layout(push_constant, std430) uniform Args
{
    int originX, originY, sizeX, sizeY;
    In state;                                                   // NetworkStatistics.comp's, of one tensor
    InWords glyphs;                                             // see number.glsl
    uint color, track, strange, ink;
    int bar;                                                    // pixels of its height, in the middle
    int room;                                                   // pixels of the number; 0: it is not written
    int glyphWidth, glyphHeight, glyphPitch;                    // pixels of a glyph, and bytes of a line of the strip
} a;
layout(location = 0) out vec4 pixel;

int decimalsOf(float size)
{
    int decimals = 1;
    for (float least = 1.0; size < 0.995 * least && decimals < 6; least *= 0.1) decimals++;
    return size >= 9.95 || size == 0.0 ? 0 : decimals;
}

float inkAt(float size, ivec2 p)
{
    int decimals = decimalsOf(size);
    int length = max(digitsOf(floor(size * POWERS[decimals] + 0.5)), decimals + 1) + int(decimals > 0);
    ivec2 box = ivec2(length * a.glyphWidth, a.sizeY);
    return numberCover(size, decimals, p - ivec2(a.sizeX - box.x, 0), box, ivec2(a.glyphWidth, a.glyphHeight), a.glyphs, a.glyphPitch);
}

void main()
{
    vec2 p = PIXEL;
    float size = a.state.v[8], share = size > 0.0 ? clamp((log2(size) * 0.30103 + 6.0) / 8.0, 0.0, 1.0) : 0.0, width = a.sizeX - a.room;
    bool isNumber = size < INFINITY;
    if (p.x >= width)
    {
        pixel = outputOf(unpackUnorm4x8(a.ink) * (isNumber ? inkAt(size, ivec2(p)) : 0.0));
        return;
    }
    int above = (a.sizeY - a.bar) / 2;
    bool isBar = int(p.y) >= above && int(p.y) < above + a.bar;
    float cover = isNumber ? clamp(share * width + 0.5 - p.x, 0.0, 1.0) : 1.0;
    vec4 color = mix(unpackUnorm4x8(a.track), unpackUnorm4x8(isNumber ? a.color : a.strange), cover);
    pixel = outputOf(isBar ? color : vec4(0.0));
}
