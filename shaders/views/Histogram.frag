// The bins of Histogram.comp as bars, the highest as high as the plot. A bin that is not empty shows at least one pixel.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "color.glsl"

layout(push_constant, std430) uniform Args
{
    int originX, originY, sizeX, sizeY;
    InWords bins;
    float pitch, height;                                        // pixels of a bin, and of the plot
    uint color;
} a;
layout(location = 0) out vec4 pixel;

void main()
{
    vec2 p = PIXEL;
    float bin = floor(p.x / a.pitch), inner = p.x - bin * a.pitch;
    uint count = a.bins.v[uint(min(bin, 63.0))], peak = a.bins.v[64];
    float bar = count == 0u ? 0.0 : max(1.0, a.height * float(count) / float(peak));
    float cover = clamp(p.y - (a.height - bar) + 0.5, 0.0, 1.0);
    if (bar <= 0.0 || a.pitch >= 4.0 && inner > a.pitch - 1.0) cover = 0.0;
    vec4 color = unpackUnorm4x8(a.color);
    pixel = outputOf(vec4(color.rgb, 1.0) * (color.a * cover));
}
