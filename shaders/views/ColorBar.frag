// The colour scale of a range, from its low end at the left to its high end at the right.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "color.glsl"

layout(push_constant, std430) uniform Args
{
    int originX, originY;
    In range;
    InWords palette;
    float perPixel;                                             // 1 / width
} a;
layout(location = 0) out vec4 pixel;

void main()
{
    float share = (gl_FragCoord.x - float(a.originX)) * a.perPixel;
    pixel = outputOf(colorOf(uint(int(a.range.v[2]) + int(share * (a.range.v[3] + 1.0))), a.palette));
}
