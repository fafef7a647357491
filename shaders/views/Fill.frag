// One colour, straight alpha: gaps, frames, grid lines.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "color.glsl"

layout(push_constant, std430) uniform Args
{
    int originX, originY, sizeX, sizeY;
    uint color;
} a;
layout(location = 0) out vec4 pixel;

void main()
{
    vec4 color = unpackUnorm4x8(a.color);
    pixel = outputOf(vec4(color.rgb * color.a, color.a));
}
