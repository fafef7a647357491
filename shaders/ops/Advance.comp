// Moves a recording's counters on, as its last dispatch: each of the n entries {slot, increment, last, epochSlot} adds increment to
// counters[slot]; a counter that has passed `last` starts again at 0 and adds one to counters[epochSlot]. One workgroup for all.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(push_constant, std430) uniform Args
{
    InOutWords counters;
    InWords table;                                              // [n, 4]; last = 0xFFFFFFFF: never starts again
    uint n;
} a;

void main()
{
    for (uint e = gl_LocalInvocationID.x; e < a.n; e += gl_WorkGroupSize.x)
    {
        uint slot = a.table.v[4u * e], last = a.table.v[4u * e + 2u], epochSlot = a.table.v[4u * e + 3u];
        uint value = a.counters.v[slot] + a.table.v[4u * e + 1u];
        if (value > last)
        {
            value = 0u;
            a.counters.v[epochSlot] += 1u;
        }
        a.counters.v[slot] = value;
    }
}
