// The colour scale of a range, from its low end at the left to its high end at the right.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "color.glsl"

layout(constant_id = 1) const bool GREY = false;               // from black to white, in place of a colour map

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
    pixel = outputOf(GREY ? vec4(vec3(share), 1.0) : colorOf(entry, a.palette));
}
