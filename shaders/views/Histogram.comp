// bins[i] = how many finite elements lie in the i-th of 64 equal parts of the range; what lies outside counts in the end bins. Integer
// atomics: the counts are exact. COUNT first, over any number of workgroups, into zeroed bins; then PEAK, one workgroup of 64:
// bins[64] = the greatest count.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "element.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 2) const bool PEAK = false;

layout(push_constant, std430) uniform Args
{
    InWords x;
    In range;                                                   // Range.comp's state: [4] least, [5] greatest
    InOutWords bins;
    uint first, samples, stride;
} a;

shared uint counts[64];

void count()
{
    uint lane = gl_LocalInvocationID.x;
    counts[lane] = 0u;
    barrier();
    float low = a.range.v[4], span = a.range.v[5] - low, perUnit = span > 0.0 ? 64.0 / span : 0.0;
    uint step = gl_NumWorkGroups.x * gl_WorkGroupSize.x;
    for (uint i = gl_WorkGroupID.x * gl_WorkGroupSize.x + lane; i < a.samples; i += step)
    {
        float value = elementAt(a.x, a.first + i * a.stride);
        if ((floatBitsToUint(value) & 0x7F800000u) == 0x7F800000u) continue;
        atomicAdd(counts[uint(clamp((value - low) * perUnit, 0.0, 63.0))], 1u);
    }
    barrier();
    if (counts[lane] > 0u) atomicAdd(a.bins.v[lane], counts[lane]);
}

void main()
{
    if (!PEAK)
    {
        count();
        return;
    }
    uint lane = gl_LocalInvocationID.x;
    counts[lane] = a.bins.v[lane];
    for (uint width = 32u; width > 0u; width >>= 1)
    {
        barrier();
        if (lane < width) counts[lane] = max(counts[lane], counts[lane + width]);
    }
    barrier();
    if (lane == 0u) a.bins.v[64] = counts[0];
}
