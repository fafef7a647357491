// TreeWeight.comp for CPU drivers: a workgroup, one subgroup, makes PARTS rows a lane of one matrix j, a lane BLOCKS
// pairs of their columns. It goes through the nodes as many at a time as it has lanes, each of which finds one. Grid: matrices, tiles of
// rows, tiles of columns.
#version 460
#extension GL_GOOGLE_include_directive : require
#extension GL_KHR_shader_subgroup_basic : require
#extension GL_KHR_shader_subgroup_ballot : require
#extension GL_EXT_shader_explicit_arithmetic_types_int64 : require
#include "grid.glsl"

layout(local_size_x = 8, local_size_x_id = 0) in;
layout(constant_id = 24) const uint WIDE = 0;                   // 1: all rows of delta begin where a pair of floats may
layout(constant_id = 25) const uint BLOCKS = 2;
layout(constant_id = 26) const uint PARTS = 2;

layout(push_constant, std430) uniform Args
{
    In h, delta;
    InInt children, order, offsets;
    Out weight, tensor;
    uint leaves, nodes, groups, trees, units, columns, matrices;  // matrices: 1 and those of the tensor
} a;

#define HIDDEN a.h
#define UNITS a.units
#include "tree.glsl"

layout(buffer_reference, std430, buffer_reference_align = 8) readonly buffer Pairs { uint64_t v[]; };

#define LANES gl_WorkGroupSize.x
vec2 sum[16 * PARTS * BLOCKS];                                  // [row][block], of 16 lanes at most

vec2 pairOf(uint row, uint first, uint second)
{
    if (WIDE != 0u) return uintBitsToFloat(unpackUint2x32(Pairs(a.delta).v[row + first >> 1]));
    return vec2(a.delta.v[row + first], a.delta.v[row + second]);
}

void main()
{
    const uint lane = gl_SubgroupInvocationID, deep = 2u * a.units;
    const uvec3 place = groupIn(a.matrices, tilesOf(deep, PARTS * LANES));
    const uint j = place.x, i0 = place.y * PARTS * LANES, k0 = place.z * 2u * BLOCKS * LANES;
    if (k0 >= a.columns) return;                                // the whole workgroup
    const bool isTensor = j + 1u < a.matrices;
    uint first[BLOCKS], second[BLOCKS];
    [[unroll]] for (uint b = 0u; b < BLOCKS; b++)
    {
        first[b] = min(k0 + 2u * (b * LANES + lane), a.columns - 1u & ~1u);
        second[b] = min(first[b] + 1u, a.columns - 1u);
    }
    [[unroll]] for (uint s = 0u; s < LANES * PARTS * BLOCKS; s++) sum[s] = vec2(0);
    [[dont_unroll]] for (uint group = 0u; group < a.groups; group++)
    {
        const uint list = group * a.trees * a.nodes, count = uint(a.offsets.v[group * (a.nodes + 1u) + a.nodes]);
        [[dont_unroll]] for (uint from = 0u; from < count; from += LANES)
        {
            const Tree own = treeOf(uint(a.order.v[list + min(from + lane, count - 1u)]));
            const float factor = from + lane >= count ? 0.0 : isTensor ? childAt(own, j) : 1.0;
            vec2 d[16 * BLOCKS];
            float x[16 * PARTS];
            [[unroll]] for (uint q = 0u; q < LANES; q++)
            {
                const Tree tree = Tree(subgroupBroadcast(own.number, q), 0u, subgroupBroadcast(own.left, q),
                    subgroupBroadcast(own.right, q));
                const float by = subgroupBroadcast(factor, q);
                [[unroll]] for (uint b = 0u; b < BLOCKS; b++)
                    d[q * BLOCKS + b] = by * pairOf(tree.number * a.columns, first[b], second[b]);
                [[unroll]] for (uint p = 0u; p < PARTS; p++) x[q * PARTS + p] = childAt(tree, min(i0 + p * LANES + lane, deep - 1u));
            }
            [[unroll]] for (uint p = 0u; p < PARTS; p++)
                [[unroll]] for (uint i = 0u; i < LANES; i++)    // row by row, so that its few sums stay in registers
                {
                    vec2 row[BLOCKS];
                    [[unroll]] for (uint b = 0u; b < BLOCKS; b++) row[b] = sum[(p * LANES + i) * BLOCKS + b];
                    [[unroll]] for (uint q = 0u; q < LANES; q++)
                    {
                        const float by = subgroupBroadcast(x[q * PARTS + p], i);
                        [[unroll]] for (uint b = 0u; b < BLOCKS; b++) row[b] += by * d[q * BLOCKS + b];
                    }
                    [[unroll]] for (uint b = 0u; b < BLOCKS; b++) sum[(p * LANES + i) * BLOCKS + b] = row[b];
                }
        }
    }
    const uint rows = min(PARTS * LANES, deep - i0);
    [[dont_unroll]] for (uint i = 0u; i < rows; i++)
        [[dont_unroll]] for (uint b = 0u; b < BLOCKS; b++)
        {
            const uint k = k0 + 2u * (b * LANES + lane), at = (i0 + i) * a.columns + k;
            for (uint pair = 0u; pair < 2u && k + pair < a.columns; pair++)
            {
                if (isTensor) a.tensor.v[j * deep * a.columns + at + pair] = sum[i * BLOCKS + b][pair];
                else a.weight.v[at + pair] = sum[i * BLOCKS + b][pair];
            }
        }
}
