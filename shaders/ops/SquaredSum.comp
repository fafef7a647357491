// y[part] = the sum of x squared over a part of x, one workgroup each. x starts at a multiple of 16 bytes; n is a multiple of 4.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "reduce.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(push_constant, std430) uniform Args
{
    In4 x;
    Out y;                                                      // [parts]
    uint n, parts;
} a;

void main()
{
    uint part = LINEAR_GROUP, fours = a.n / 4u, share = (fours + a.parts - 1u) / a.parts;
    if (part >= a.parts) return;                                // the whole workgroup
    uint begin = min(part * share, fours), end = min(begin + share, fours);
    vec4 sum = vec4(0);
    for (uint i = begin + gl_LocalInvocationID.x; i < end; i += gl_WorkGroupSize.x) sum += a.x.v[i] * a.x.v[i];
    float total = WORKGROUP_SUM((sum.x + sum.y) + (sum.z + sum.w));
    if (gl_LocalInvocationID.x == 0u) a.y.v[part] = total;
}
