// y[outer, row, inner] = sum of g[outer, j, inner] over the j with index[j] = row, in order of j: the gradient of Gather. The owner
// computes, without atomics: a workgroup lists, in shared memory, the j of its rows, of which there are the more the more rows there are,
// so that many rows do not each look through all indices; then its lanes add up the elements. Local size at most 256.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "reduce.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(push_constant, std430) uniform Args
{
    In g;                                                       // [outer, count, inner]
    InInt index;                                                // [count]; what is outside 0..rows-1 is left out
    Out y;                                                      // [outer, rows, inner]
    uint outer, rows, inner, count, block;                      // block: rows of a workgroup, at most MOST
} a;

const uint CAPACITY = 1024u, FEW = 256u, MOST = 32u;

shared uint list[CAPACITY], few[FEW], fewRow[FEW], start[MOST + 1u];
shared uint found[256];

// How many all lanes have, and those before this one.
void countUp(uint own, out uint before, out uint total)
{
    barrier();
    found[gl_LocalInvocationID.x] = own;
    barrier();
    before = 0u;
    total = 0u;
    for (uint i = 0u; i < gl_WorkGroupSize.x; i++)
    {
        before += i < gl_LocalInvocationID.x ? found[i] : 0u;
        total += found[i];
    }
}

// Lists the j of rows from one on, row after row and each row's in order, if they are few enough for that.
bool listFew(uint first, uint rows)
{
    uint lane = gl_LocalInvocationID.x, size = gl_WorkGroupSize.x, own = 0u, place, total;
    for (uint j = lane; j < a.count; j += size) own += uint(a.index.v[j]) - first < rows ? 1u : 0u;
    countUp(own, place, total);
    if (total > FEW) return false;
    for (uint j = lane; j < a.count && own != 0u; j += size)
    {
        uint row = uint(a.index.v[j]) - first;
        if (row >= rows) continue;
        few[place] = j;
        fewRow[place++] = row;
        own--;
    }
    barrier();
    for (uint i = lane; i < total; i += size)
    {
        uint rank = 0u;
        for (uint k = 0u; k < total; k++)
            rank += fewRow[k] < fewRow[i] || (fewRow[k] == fewRow[i] && few[k] < few[i]) ? 1u : 0u;
        list[rank] = few[i];
    }
    for (uint row = lane; row <= rows; row += size)
    {
        uint before = 0u;
        for (uint k = 0u; k < total; k++) before += fewRow[k] < row ? 1u : 0u;
        start[row] = before;
    }
    barrier();
    return true;
}

// Lists one row's j in order and returns how many there are, also where the list cannot hold them.
uint listRow(int row)
{
    uint lane = gl_LocalInvocationID.x, share = (a.count + gl_WorkGroupSize.x - 1u) / gl_WorkGroupSize.x;
    uint begin = min(lane * share, a.count), end = min(begin + share, a.count), own = 0u, place, total;
    for (uint j = begin; j < end; j++) own += a.index.v[j] == row ? 1u : 0u;
    countUp(own, place, total);
    for (uint j = begin; j < end && own != 0u; j++)
        if (a.index.v[j] == row && place < CAPACITY) list[place++] = j;
    barrier();
    return total;
}

// Stores an element of a row: the sum over the list from one entry to another, and beyond the list over every j from one on.
void store(uint row, uint e, uint from, uint to, uint rest)
{
    uint outer = divide(e, a.inner), inner = e - outer * a.inner;
    Sum all = Sum(0.0, 0.0);
    float run = 0.0;
    for (uint i = from; i < to; i++) run += a.g.v[(outer * a.count + list[i]) * a.inner + inner];
    for (uint j = rest, n = 0u; j < a.count; j++)
    {
        if (a.index.v[j] != int(row)) continue;
        run += a.g.v[(outer * a.count + j) * a.inner + inner];
        if (++n % SUM_RUN != 0u) continue;
        all = plus(all, run);
        run = 0.0;
    }
    a.y.v[(outer * a.rows + row) * a.inner + inner] = valueOf(plus(all, run));
}

void main()
{
    uint first = LINEAR_GROUP * a.block, elements = a.outer * a.inner;
    if (first >= a.rows) return;                                // the whole workgroup
    uint rows = min(a.block, a.rows - first);
    if (listFew(first, rows))
    {
        for (uint i = gl_LocalInvocationID.x; i < rows * elements; i += gl_WorkGroupSize.x)
        {
            uint row = divide(i, elements);
            store(first + row, i - row * elements, start[row], start[row + 1u], a.count);
        }
        return;
    }
    for (uint row = first; row < first + rows; row++)
    {
        uint total = listRow(int(row)), listed = min(total, CAPACITY);
        uint rest = total > CAPACITY ? list[CAPACITY - 1u] + 1u : a.count;
        for (uint e = gl_LocalInvocationID.x; e < elements; e += gl_WorkGroupSize.x) store(row, e, 0u, listed, rest);
    }
}
