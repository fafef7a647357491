// Values to colours. The tables are made in ColorMap.cs and lie in the palette's buffer: [0, 256) magnitude, [256, 511) signed with zero
// at 383, then NaN, +infinity, -infinity; each word RGBA8, sRGB-encoded. Where a value lies on its table says Range.comp's state:
// [0] low end, [1] table steps a unit, [2] first entry, [3] last step.
#ifndef COLOR_GLSL
#define COLOR_GLSL
#include "tensor.glsl"
#include "math.glsl"

layout(constant_id = 0) const bool LINEAR_OUTPUT = false;       // the target encodes to sRGB itself

// The pixel in the rectangle that a fragment shader draws, given by its first four arguments: centres lie at halves. Clamped, because
// drivers also run invocations just outside of it, whose loads must hit memory.
#define PIXEL clamp(gl_FragCoord.xy - vec2(a.originX, a.originY), vec2(0.5), vec2(a.sizeX, a.sizeY) - 0.5)

const uint NAN_ENTRY = 511u, RISEN_ENTRY = 512u, FALLEN_ENTRY = 513u;

uint entryOf(float value, In4 range)
{
    vec4 scale = range.v[0];
    uint magnitude = floatBitsToUint(value) & 0x7FFFFFFFu;
    int entry = int(scale.z) + int(clamp((value - scale.x) * scale.y + 0.5, 0.0, scale.w + 0.5));
    uint strange = magnitude > 0x7F800000u ? NAN_ENTRY : value > 0.0 ? RISEN_ENTRY : FALLEN_ENTRY;
    return magnitude >= 0x7F800000u ? strange : uint(entry);
}

vec4 colorOf(uint entry, InWords palette) { return unpackUnorm4x8(palette.v[entry]); }

float decode(float encoded) { return encoded <= 0.04045 ? encoded / 12.92 : pow((encoded + 0.055) / 1.055, 2.4); }

// Black or white, whichever is read better on an sRGB-encoded colour: always with a contrast of at least 4.5 (WCAG 2).
vec3 inkOn(vec3 color)
{
    float luminance = dot(vec3(decode(color.r), decode(color.g), decode(color.b)), vec3(0.2126, 0.7152, 0.0722));
    return vec3(luminance > 0.179 ? 0.0 : 1.0);
}

// A premultiplied sRGB-encoded colour as the target takes it.
vec4 outputOf(vec4 color)
{
    if (!LINEAR_OUTPUT) return color;
    vec3 straight = color.a > 0.0 ? color.rgb / color.a : vec3(0.0);
    return vec4(vec3(decode(straight.r), decode(straight.g), decode(straight.b)) * color.a, color.a);
}
#endif
