// The most arithmetic a device does: chains of x = x * factor + term, each of which waits for itself only. With factor and term 1, which
// the compiler cannot know, every step adds 1 exactly: the result says whether all were done.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 1) const uint CHAINS = 8;

layout(push_constant, std430) uniform Args
{
    Out y;
    uint n, rounds;
    float factor, term;
} a;

const uint STEPS = 16u;                                         // of each chain a round, so that the loop itself costs little

void main()
{
    uint at = LINEAR_INDEX;
    if (at >= a.n) return;
    float x[CHAINS];
    [[unroll]] for (uint i = 0u; i < CHAINS; i++) x[i] = float(gl_LocalInvocationID.x + i);
    for (uint round = 0u; round < a.rounds; round++)
        [[unroll]] for (uint step = 0u; step < STEPS; step++)
            [[unroll]] for (uint i = 0u; i < CHAINS; i++) x[i] = x[i] * a.factor + a.term;
    float sum = 0.0;
    [[unroll]] for (uint i = 0u; i < CHAINS; i++) sum += x[i];
    a.y.v[at] = sum;
}
