// The colour scale of a range, from its low end at the left to its high end at the right.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "color.glsl"

layout(constant_id = 1) const bool COLORED = false;            // red, green and blue, one above the other, in place of a colour map

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
    uint entry = uint(int(a.range.v[2]) + int(share * (a.range.v[3] + 1.0)));
    int plane = min(int(PIXEL.y * 3.0 / float(a.sizeY)), 2);
    vec3 of = vec3(plane == 0, plane == 1, plane == 2);
    pixel = outputOf(COLORED ? vec4(of * share, 1.0) : colorOf(entry, a.palette));
}
