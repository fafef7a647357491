// The colour scale of a range, from its low end at the left to its high end at the right.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "color.glsl"

layout(push_constant, std430) uniform Args
{
    int originX, originY, sizeX, sizeY;
    In range;
    InWords palette;
} a;
layout(location = 0) out vec4 pixel;

void main()
{
    float share = PIXEL.x / float(a.sizeX);
    pixel = outputOf(colorOf(uint(int(a.range.v[2]) + int(share * (a.range.v[3] + 1.0))), a.palette));
}
