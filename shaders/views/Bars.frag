// Horizontal bars from zero to the value, brighter the further they reach. NaN and infinities fill their row.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "color.glsl"
#include "element.glsl"

layout(push_constant, std430) uniform Args
{
    int originX, originY, sizeX, sizeY;
    InWords x;
    In4 range;                                                  // Range.comp's state: [4] and [5] are the scale's ends
    InWords palette;
    uint first;
    int count;
    float pitch, thickness;                                     // pixels
    uint color, dim, track;                                     // of the longest bar, of the shortest, behind the bars
} a;
layout(location = 0) out vec4 pixel;

void main()
{
    vec2 p = PIXEL;
    int row = int(p.y / a.pitch);
    float inner = p.y - float(row) * a.pitch - 0.5 * (a.pitch - a.thickness);
    pixel = vec4(0.0);
    if (row >= a.count || inner < 0.0 || inner >= a.thickness) return;
    float value = elementAt(a.x, a.first + uint(row)), low = min(a.range.v[1].x, 0.0), high = max(a.range.v[1].y, 0.0);
    float perUnit = high > low ? float(a.sizeX) / (high - low) : 0.0, zero = -low * perUnit, end = (value - low) * perUnit;
    float cover = clamp(p.x + 0.5 - min(zero, end), 0.0, 1.0) * clamp(max(zero, end) + 0.5 - p.x, 0.0, 1.0);
    float share = clamp(abs(end - zero) / max(zero, float(a.sizeX) - zero), 0.0, 1.0);
    vec4 color = mix(unpackUnorm4x8(a.dim), unpackUnorm4x8(a.color), share);
    if ((floatBitsToUint(value) & 0x7F800000u) == 0x7F800000u)
    {
        color = colorOf(entryOf(value, a.range), a.palette);
        cover = 1.0;
    }
    pixel = outputOf(vec4(mix(unpackUnorm4x8(a.track).rgb, color.rgb, cover), 1.0));
}
