// The walk of recursive nets over N trees [N, LEAVES + NODES, ..], in which a tree's words come first and then its inner nodes, each behind
// its children. A workgroup walks with a group of trees, so that no other has to wait for it, level by level: its nodes, sorted by height,
// lie in `order`, each level's first in `offsets`. At each it multiplies ROWS nodes at once, a row of each: forward the states of both
// children (HIDDEN), for GATES sums a unit; backward, from the highest level down, the gradients of its gates (DELTA) by the matrix
// transposed, for a sum of each child's. With TENSOR a row x goes through as many matrices more as x has numbers: sum of x[j] (x T[j]).
// Units are owned as in recurrent.glsl. A kernel declares its arguments, begin, cell and, backward, delta.
#ifdef BACKWARD
#define SUMS 2u
#define PARTS 1u
#define DEEP (GATES * UNITS)
#else
#define SUMS GATES
#define PARTS 2u
#define DEEP UNITS
#endif
#define COLUMNS (SUMS * BLOCKS)

REAL sum[ROWS * COLUMNS];                                       // [row][sum][block] of a tile, by one matrix
REAL total[ROWS * COLUMNS];                                     // by all

#ifdef SUBGROUP
#include "pairs.glsl"

const uint DEPTH = 8u;

uint64_t rowOf(Tree tree, uint part)
{
#ifdef BACKWARD
    return uint64_t(DELTA) + 4ul * uint64_t(tree.number * DEEP);
#else
    return uint64_t(HIDDEN) + 4ul * uint64_t((part == 0u ? tree.left : tree.right) * UNITS);
#endif
}

// By GemmSubgroup.comp's method: rows are loaded one a lane and broadcast, and a lane's columns two by two.
void multiply(In matrix, uint before, Tree tree, uint tile)
{
    const uint step = 4u * SUMS * UNITS;                        // bytes from one k of a column to the next
    uint64_t first[COLUMNS], second[COLUMNS];                   // byte addresses at k = 0
    [[unroll]] for (uint c = 0u; c < COLUMNS; c++)
    {
        const Own own = ownOf(tile, c % BLOCKS);
        first[c] = uint64_t(matrix) + 4ul * uint64_t(before + c / BLOCKS * UNITS + own.first);
        second[c] = uint64_t(matrix) + 4ul * uint64_t(before + c / BLOCKS * UNITS + own.second);
    }

    uint64_t kColumn = 0ul;
    [[dont_unroll]] for (uint part = 0u; part < PARTS; part++)
    {
        uint64_t at = rowOf(tree, part);
        uint k = 0u;
        if (DEPTH <= DEEP) [[dont_unroll]] do
        {
            vec2 b[DEPTH * COLUMNS], own[DEPTH / 2u];
            [[unroll]] for (uint q = 0u; q < DEPTH; q++)
                [[unroll]] for (uint c = 0u; c < COLUMNS; c++)
                    b[q * COLUMNS + c] = loadPair(first[c] + kColumn + uint64_t(q * step), second[c] + kColumn + uint64_t(q * step));
            [[unroll]] for (uint q = 0u; q < DEPTH; q += 2u) own[q / 2u] = loadOwnPair(at + 4ul * uint64_t(q));
            [[unroll]] for (uint i = 0u; i < ROWS; i++)         // row by row, so that its few sums stay in registers
            {
                vec2 row[COLUMNS];
                [[unroll]] for (uint c = 0u; c < COLUMNS; c++) row[c] = sum[i * COLUMNS + c];
                [[unroll]] for (uint q = 0u; q < DEPTH; q++)
                {
                    const float x = subgroupBroadcast((q & 1u) == 0u ? own[q / 2u].x : own[q / 2u].y, i);
                    [[unroll]] for (uint c = 0u; c < COLUMNS; c++) row[c] += x * b[q * COLUMNS + c];
                }
                [[unroll]] for (uint c = 0u; c < COLUMNS; c++) sum[i * COLUMNS + c] = row[c];
            }
            at += uint64_t(4u * DEPTH);
            kColumn += uint64_t(DEPTH * step);
            k += DEPTH;
        }
        while (k + DEPTH <= DEEP);

        [[dont_unroll]] for (; k < DEEP; k++)                   // the last of k, one at a time
        {
            vec2 b[COLUMNS];
            [[unroll]] for (uint c = 0u; c < COLUMNS; c++) b[c] = vec2(In(first[c] + kColumn).v[0], In(second[c] + kColumn).v[0]);
            const float own = InOut(at).v[0];
            [[unroll]] for (uint i = 0u; i < ROWS; i++)
            {
                const float x = subgroupBroadcast(own, i);
                [[unroll]] for (uint c = 0u; c < COLUMNS; c++) sum[i * COLUMNS + c] += x * b[c];
            }
            at += 4ul;
            kColumn += uint64_t(step);
        }
    }
}

void addTimes(uint j, Tree tree)
{
    const float own = childAt(tree, j);
    [[unroll]] for (uint i = 0u; i < ROWS; i++)
    {
        const float x = subgroupBroadcast(own, i);
        [[unroll]] for (uint c = 0u; c < COLUMNS; c++) total[i * COLUMNS + c] += x * sum[i * COLUMNS + c];
    }
}

void hold(uint list, uint last) { }
void share() { subgroupBarrier(); }                             // its lanes see what was stored
#define ROW (LANE % ROWS)
#else
shared float held[ROWS * PARTS * DEEP], factors[ROWS * 2u * UNITS];     // [row][k] of what is multiplied, and of both children's states

void multiply(In matrix, uint before, Tree tree, uint tile)
{
    const Own own = ownOf(tile, 0u);
    for (uint k = 0u; k < PARTS * DEEP; k++)
    {
        float b[SUMS];
        [[unroll]] for (uint g = 0u; g < SUMS; g++) b[g] = matrix.v[before + (k * SUMS + g) * UNITS + own.first];
        [[unroll]] for (uint i = 0u; i < ROWS; i++)
            [[unroll]] for (uint g = 0u; g < SUMS; g++) sum[i * SUMS + g] += held[i * PARTS * DEEP + k] * b[g];
    }
}

void addTimes(uint j, Tree tree)
{
    [[unroll]] for (uint i = 0u; i < ROWS; i++)
        [[unroll]] for (uint g = 0u; g < SUMS; g++) total[i * SUMS + g] += factors[i * 2u * UNITS + j] * sum[i * SUMS + g];
}

void hold(uint list, uint last)
{
    barrier();                                                  // all are done with what was held
    for (uint i = 0u; i < ROWS; i++)
    {
        const Tree tree = treeOf(uint(a.order.v[min(list + i, last)]));
#ifdef BACKWARD
        for (uint k = LANE; k < DEEP; k += L) held[i * DEEP + k] = DELTA.v[tree.number * DEEP + k];
#else
        for (uint k = LANE; k < 2u * UNITS; k += L) held[i * 2u * UNITS + k] = childAt(tree, k);
#endif
        if (TENSOR != 0u) for (uint k = LANE; k < 2u * UNITS; k += L) factors[i * 2u * UNITS + k] = childAt(tree, k);
    }
    barrier();
}

void share()
{
    memoryBarrierBuffer();
    barrier();
}
#define ROW 0u
#endif

void compose(uint list, uint last, uint tile)
{
    const Tree tree = treeOf(uint(a.order.v[min(list + ROW, last)]));
    const uint matrices = TENSOR != 0u ? 2u * UNITS : 0u, size = PARTS * DEEP * SUMS * UNITS;
    [[unroll]] for (uint i = 0u; i < ROWS * COLUMNS; i++) total[i] = REAL(0);
    [[dont_unroll]] for (uint j = 0u; j <= matrices; j++)
    {
        [[unroll]] for (uint i = 0u; i < ROWS * COLUMNS; i++) sum[i] = REAL(0);
        multiply(In(j < matrices ? uvec2(TENSORS) : uvec2(a.weight)), j < matrices ? j * size : 0u, tree, tile);
        if (j < matrices) addTimes(j, tree);
    }
    [[unroll]] for (uint i = 0u; i < ROWS * COLUMNS; i++) total[i] += sum[i];
    const uint rows = min(ROWS, last + 1u - list);
    [[dont_unroll]] for (uint i = 0u; i < rows; i++)
        [[dont_unroll]] for (uint block = 0u; block < BLOCKS; block++)
        {
            REAL sums[SUMS];
            [[unroll]] for (uint g = 0u; g < SUMS; g++) sums[g] = total[i * COLUMNS + g * BLOCKS + block];
            cell(treeOf(uint(a.order.v[list + i])), ownOf(tile, block), sums);
        }
}

void main()
{
    const uint group = LINEAR_GROUP;
    if (group >= a.groups) return;                              // the whole workgroup
    const uint before = group * a.trees, behind = min(before + a.trees, a.N);
    const uint list = before * a.nodes, levels = group * (a.nodes + 1u);
    for (uint tile = 0u; tile < UNITS; tile += TILE)
        for (uint block = 0u; block < BLOCKS; block++)
            for (uint n = before; n < behind; n++) begin(n, ownOf(tile, block));
    [[dont_unroll]] for (uint s = 0u; s < a.nodes; s++)
    {
#ifdef BACKWARD
        const uint level = levels + a.nodes - 1u - s;
#else
        const uint level = levels + s;
#endif
        const uint first = list + uint(a.offsets.v[level]), end = list + uint(a.offsets.v[level + 1u]);
        if (first == end) continue;                             // the whole workgroup
        share();
#ifdef BACKWARD
        for (uint tile = 0u; tile < UNITS; tile += TILE)
            for (uint block = 0u; block < BLOCKS; block++)
                for (uint at = first; at < end; at++) delta(treeOf(uint(a.order.v[at])), ownOf(tile, block));
        share();
#endif
        [[dont_unroll]] for (uint at = first; at < end; at += ROWS)
        {
            hold(at, end - 1u);
            [[dont_unroll]] for (uint tile = 0u; tile < UNITS; tile += TILE) compose(at, end - 1u, tile);
        }
    }
}
