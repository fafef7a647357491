// y = average + share (x - average): an exponential moving average. An invocation makes four neighbouring values a round, with any number
// of workgroups. All tensors start at multiples of 16 bytes; n is a multiple of 4. y may be the average.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(push_constant, std430) uniform Args
{
    In4 average, x;
    In share;
    Out4 y;
    uint n;
} a;

void main()
{
    float share = a.share.v[0];
    IN_ROUNDS(four, a.n / 4u)
    {
        vec4 average = a.average.v[four];
        a.y.v[four] = average + share * (a.x.v[four] - average);
    }
}
