// y = x times a scalar, then kept within a value and its negative, four neighbours an invocation and round; NaN passes. x and y start at
// multiples of 16 bytes; n is a multiple of 4.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "math.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 24) const uint SCALED = 1;
layout(constant_id = 25) const uint LIMITED = 1;

layout(push_constant, std430) uniform Args
{
    In4 x;
    In scale;
    Out4 y;
    uint n;
    float limit;
} a;

float limited(float x) { return x > a.limit ? a.limit : x < -a.limit ? -a.limit : x; }

void main()
{
    float scale = 1.0;
    if (SCALED != 0u) scale = a.scale.v[0];
    IN_ROUNDS(four, a.n / 4u)
    {
        vec4 x = a.x.v[four] * scale;
        if (LIMITED != 0u) x = vec4(limited(x.x), limited(x.y), limited(x.z), limited(x.w));
        a.y.v[four] = x;
    }
}
