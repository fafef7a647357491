// The least and the greatest finite value of x, for the colours: grows at once, shrinks slowly, so that nothing flickers. One workgroup.
// A large tensor is sampled: every `stride`-th element, another `phase` each time, so that all are seen within a few runs.
// state: [0] low end, [1] table steps a unit, [2] first entry, [3] last step (color.glsl); [4] least, [5] greatest value, smoothed;
// [6] 1 once there was a value; [7] NaN, [8] infinities among the elements seen now.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "element.glsl"
#include "reduce.glsl"

layout(local_size_x = 256, local_size_x_id = 0) in;
layout(constant_id = 2) const uint SCALE = 0;                   // 0: signed where there are values below zero, 1: signed, 2: magnitude
layout(constant_id = 3) const uint SKIP = 0;                    // of these elements the first is passed over: a matrix's diagonal; 0: none

layout(push_constant, std430) uniform Args
{
    InWords x;
    InOut state;
    uint first, samples, stride, phase;
    float shrink;                                               // the share of the way to a narrower range, 0 to 1
    float low, high;                                            // a fixed range in place of the values', where low < high
} a;

void store(float least, float greatest)
{
    bool signedValues = SCALE == 1u || SCALE == 0u && least < -1e-3 * greatest;
    float reach = max(greatest, -least);
    reach = reach > 0.0 ? reach : 1.0;                          // zeros alone are in the middle of a signed scale
    float low = signedValues ? -reach : least, high = signedValues ? reach : greatest, last = signedValues ? 254.0 : 255.0;
    a.state.v[0] = low;
    a.state.v[1] = high > low ? last / (high - low) : 0.0;
    a.state.v[2] = signedValues ? 256.0 : 0.0;
    a.state.v[3] = last;
    a.state.v[4] = least;
    a.state.v[5] = greatest;
}

void smoothAndStore(float least, float greatest)
{
    if (a.state.v[6] != 0.0)
    {
        least = min(least, mix(a.state.v[4], least, a.shrink));
        greatest = max(greatest, mix(a.state.v[5], greatest, a.shrink));
    }
    a.state.v[6] = 1.0;
    store(least, greatest);
}

void main()
{
    float least = INFINITY, greatest = -INFINITY, nans = 0.0, infinities = 0.0;
    for (uint i = gl_LocalInvocationID.x; i < a.samples; i += gl_WorkGroupSize.x)
    {
        uint at = i * a.stride + a.phase;
        if (SKIP != 0u && at % SKIP == 0u) continue;
        float value = elementAt(a.x, a.first + at);
        uint magnitude = floatBitsToUint(value) & 0x7FFFFFFFu;
        bool finite = magnitude < 0x7F800000u;
        nans += magnitude > 0x7F800000u ? 1.0 : 0.0;
        infinities += magnitude == 0x7F800000u ? 1.0 : 0.0;
        least = finite ? min(least, value) : least;
        greatest = finite ? max(greatest, value) : greatest;
    }
    least = -WORKGROUP_MAX(-least);
    greatest = WORKGROUP_MAX(greatest);
    nans = WORKGROUP_SUM(nans);
    infinities = WORKGROUP_SUM(infinities);
    if (gl_LocalInvocationID.x != 0u) return;
    a.state.v[7] = nans;
    a.state.v[8] = infinities;
    if (a.low < a.high) store(a.low, a.high);
    else if (least <= greatest) smoothAndStore(least, greatest);
    else if (a.state.v[6] == 0.0) store(0.0, 1.0);
}
