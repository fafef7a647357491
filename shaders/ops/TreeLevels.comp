// Sorts the inner nodes of trees by their height, so that a walk goes level by level. One workgroup sorts those of a group of trees: its
// lanes find the heights tree by tree, count the nodes of a level each, and list them in the order in which they lie.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(push_constant, std430) uniform Args
{
    InInt children;                                             // [N, nodes, 2]: a tree's words come first, then its inner nodes
    OutInt order;                                               // [groups, trees nodes]: numbers of nodes, -1 behind the last
    InOutInt offsets, heights;                                  // [groups, nodes + 1], [N, nodes]: 0 of what is no node
    uint N, nodes, groups, trees;
} a;

int heightOf(uint first, uint child) { return child > a.nodes ? a.heights.v[first + child - a.nodes - 1u] : 0; }

void share()
{
    memoryBarrierBuffer();
    barrier();
}

void main()
{
    const uint group = LINEAR_GROUP, lane = gl_LocalInvocationID.x, size = gl_WorkGroupSize.x;
    if (group >= a.groups) return;                              // the whole workgroup
    const uint before = group * a.trees, behind = min(before + a.trees, a.N), levels = group * (a.nodes + 1u);
    for (uint n = before + lane; n < behind; n += size)
        for (uint i = 0u; i < a.nodes; i++)
        {
            const uint at = n * a.nodes + i, left = uint(a.children.v[2u * at]), right = uint(a.children.v[2u * at + 1u]);
            const bool isNode = left < a.nodes + 1u + i && right < a.nodes + 1u + i;
            a.heights.v[at] = isNode ? 1 + max(heightOf(n * a.nodes, left), heightOf(n * a.nodes, right)) : 0;
        }
    share();
    for (uint level = lane; level < a.nodes; level += size)
    {
        int count = 0;
        for (uint at = before * a.nodes; at < behind * a.nodes; at++) count += a.heights.v[at] == int(level) + 1 ? 1 : 0;
        a.offsets.v[levels + level + 1u] = count;
    }
    share();
    if (lane == 0u)
    {
        int sum = 0;
        a.offsets.v[levels] = 0;
        for (uint level = 1u; level <= a.nodes; level++)
        {
            sum += a.offsets.v[levels + level];
            a.offsets.v[levels + level] = sum;
        }
    }
    share();
    const uint list = before * a.nodes;
    for (uint level = lane; level < a.nodes; level += size)
    {
        uint place = list + uint(a.offsets.v[levels + level]);
        const uint end = list + uint(a.offsets.v[levels + level + 1u]);
        for (uint at = before * a.nodes; at < behind * a.nodes && place < end; at++)
            if (a.heights.v[at] == int(level) + 1) a.order.v[place++] = int(at);
    }
    const uint all = uint(a.offsets.v[levels + a.nodes]);
    for (uint i = all + lane; i < a.trees * a.nodes; i += size) a.order.v[list + i] = -1;
}
