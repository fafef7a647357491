// The most bytes a device moves: y = x, a vec4 or a float a load, FLIGHT loads of an invocation before its first store.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 1) const uint WIDE = 1;                    // 1: by four floats, 0: by one
layout(constant_id = 2) const uint FLIGHT = 1;

layout(push_constant, std430) uniform Args
{
    In4 x;
    Out4 y;
    uint n;                                                     // loads: floats, or fours of them
} a;

void main()
{
    uint stride = gl_NumWorkGroups.x * gl_NumWorkGroups.y * gl_WorkGroupSize.x;
    for (uint first = LINEAR_INDEX; first < a.n; first += FLIGHT * stride)
    {
        vec4 held[FLIGHT];
        [[unroll]] for (uint i = 0u; i < FLIGHT; i++)
        {
            uint at = min(first + i * stride, a.n - 1u);
            if (WIDE != 0u) held[i] = a.x.v[at];
            else held[i].x = a.x.v[at >> 2][at & 3u];
        }
        [[unroll]] for (uint i = 0u; i < FLIGHT; i++)
        {
            uint at = first + i * stride;
            if (at < a.n && WIDE != 0u) a.y.v[at] = held[i];
            else if (at < a.n) a.y.v[at >> 2][at & 3u] = held[i].x;
        }
    }
}
