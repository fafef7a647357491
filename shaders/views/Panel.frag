// A picture that the CPU rasterised: RGBA8 a word, premultiplied, sRGB-encoded, one pixel of it on one of the target.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "color.glsl"

layout(push_constant, std430) uniform Args
{
    int originX, originY, sizeX, sizeY;
    InWords pixels;
    int first, width;                                           // the first pixel of the part drawn, and the picture's width
} a;
layout(location = 0) out vec4 pixel;

void main()
{
    ivec2 p = ivec2(PIXEL);
    pixel = outputOf(unpackUnorm4x8(a.pixels.v[a.first + p.y * a.width + p.x]));
}
