// y[outer, row, inner] = sum of g[outer, j, inner] over the j with index[j] = row, in order of j: the gradient of Gather. The owner
// computes, without atomics: one workgroup a destination row lists its j in shared memory, then its lanes add up the row's elements of
// every outer. Local size at most 256.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "math.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(push_constant, std430) uniform Args
{
    In g;                                                       // [outer, count, inner]
    InInt index;                                                // [count]; what is outside 0..rows-1 is left out
    Out y;                                                      // [outer, rows, inner]
    uint outer, rows, inner, count;
} a;

const uint CAPACITY = 1024u;

shared uint list[CAPACITY];
shared uint found[256];

// Lists the row's j in order and returns how many there are, also where the list cannot hold them.
uint listRow(int row)
{
    uint lane = gl_LocalInvocationID.x, share = (a.count + gl_WorkGroupSize.x - 1u) / gl_WorkGroupSize.x;
    uint begin = min(lane * share, a.count), end = min(begin + share, a.count), own = 0u;
    for (uint j = begin; j < end; j++) own += a.index.v[j] == row ? 1u : 0u;
    found[lane] = own;
    barrier();
    uint place = 0u, total = 0u;
    for (uint i = 0u; i < gl_WorkGroupSize.x; i++)
    {
        place += i < lane ? found[i] : 0u;
        total += found[i];
    }
    for (uint j = begin; j < end && own != 0u; j++)
        if (a.index.v[j] == row && place < CAPACITY) list[place++] = j;
    barrier();
    return total;
}

void main()
{
    uint row = LINEAR_GROUP;
    if (row >= a.rows) return;                                  // the whole workgroup
    uint total = listRow(int(row)), listed = min(total, CAPACITY);
    uint rest = total > CAPACITY ? list[CAPACITY - 1u] + 1u : a.count;      // beyond the list every j is looked at
    for (uint e = gl_LocalInvocationID.x; e < a.outer * a.inner; e += gl_WorkGroupSize.x)
    {
        uint outer = divide(e, a.inner), inner = e - outer * a.inner;
        float sum = 0.0;
        for (uint i = 0u; i < listed; i++) sum += a.g.v[(outer * a.count + list[i]) * a.inner + inner];
        for (uint j = rest; j < a.count; j++)
            if (a.index.v[j] == int(row)) sum += a.g.v[(outer * a.count + j) * a.inner + inner];
        a.y.v[(outer * a.rows + row) * a.inner + inner] = sum;
    }
}
