// A bar as long as the logarithm of a tensor's root mean square, from 10^-6 to 10^2, all over its track where that is no number.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "color.glsl"

layout(push_constant, std430) uniform Args
{
    int originX, originY, sizeX, sizeY;
    In state;                                                   // NetworkStatistics.comp's, of one tensor
    uint color, track, strange;
} a;
layout(location = 0) out vec4 pixel;

void main()
{
    float size = a.state.v[8], share = size > 0.0 ? clamp((log2(size) * 0.30103 + 6.0) / 8.0, 0.0, 1.0) : 0.0;
    bool isNumber = size < INFINITY;
    float cover = isNumber ? clamp(share * float(a.sizeX) + 0.5 - PIXEL.x, 0.0, 1.0) : 1.0;
    pixel = outputOf(mix(unpackUnorm4x8(a.track), unpackUnorm4x8(isNumber ? a.color : a.strange), cover));
}
