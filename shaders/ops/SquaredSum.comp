// y[0, part] = the sum of x squared over a part of x, one workgroup each, of those x that are not above 2^45, and y[1, part] that of
// (x 2^-80) squared of the others: no square of a float overflows so, and numbers of the usual sizes are summed as they are (J. Blue, "A
// Portable Fortran Program to Find the Euclidean Norm of a Vector", 1978). x starts at a multiple of 16 bytes; n is a multiple of 4.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "reduce.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(push_constant, std430) uniform Args
{
    In4 x;
    Out y;                                                      // [2, parts]
    uint n, parts;
} a;

const float LARGEST = 35184372088832.0, DOWN = 8.2718061255302767e-25; // 2^45, 2^-80

void main()
{
    uint part = LINEAR_GROUP, fours = a.n / 4u, share = (fours + a.parts - 1u) / a.parts;
    if (part >= a.parts) return;                                // the whole workgroup
    uint begin = min(part * share, fours), end = min(begin + share, fours);
    vec4 sum = vec4(0), large = vec4(0);
    for (uint i = begin + gl_LocalInvocationID.x; i < end; i += gl_WorkGroupSize.x)
    {
        vec4 x = a.x.v[i];
        bvec4 isLarge = greaterThan(abs(x), vec4(LARGEST));
        vec4 usual = mix(x, vec4(0), isLarge), down = mix(vec4(0), x * DOWN, isLarge);
        sum += usual * usual;
        large += down * down;
    }
    float total = WORKGROUP_SUM((sum.x + sum.y) + (sum.z + sum.w));
    float totalLarge = WORKGROUP_SUM((large.x + large.y) + (large.z + large.w));
    if (gl_LocalInvocationID.x != 0u) return;
    a.y.v[part] = total;
    a.y.v[a.parts + part] = totalLarge;
}
