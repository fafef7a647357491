// A stack of equal narrow layers as one dispatch (walk.glsl), for GPUs and as the fallback. A workgroup carries a block of rows through
// all layers, an invocation makes one element of each; W goes through shared memory in slices of whole rows of k. Grid:
// ceil(M / ROWS). Sums run over k in order, as those of Gemm.comp do.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#define Stored OutWords
#include "walk.glsl"

layout(local_size_x = 256, local_size_x_id = 0) in;             // 256 only

const uint ROWS = 256u / N, ELEMENTS = ROWS * N;
const uint DEPTH = N < 2048u / N ? N : 2048u / N;               // k's in a slice of W: 8 KiB

shared float tile[ELEMENTS];                                    // [row][k] of h
shared float slice[DEPTH * (N + 1u)];                           // [k][n]; the odd row length spreads transposing stores over the banks

// What the first layer reads in place of y0 (1) or y1 (2) of a layer before.
uint loadCarried(uint y, uint index)
{
    if (CARRIED_H == y) return floatBitsToUint(a.h.v[index]);
    if (CARRIED_1 == y) return a.x1.v[index];
    if (CARRIED_2 == y) return a.x2.v[index];
    return CARRIED_3 == y ? a.x3.v[index] : 0u;
}

uint inputOf(InWords x, uint access, uint carried, uvec2 before, uint start, uint m, uint n)
{
    if (carried != 0u) return before[carried - 1u];
    return access == 0u ? 0u : x.v[start + elementOf(access, m * N + n, uvec4(0, 0, m, n), uvec4(1, 1, a.M, N))];
}

// The layer's y0 and y1 at an element; stored where they are wanted.
uvec2 finish(uint layer, uint m, uint n, float sum, uvec2 before)
{
    uint index = m * N + n;
    uvec2 y = run(layer, index, sum, uvec3(
        inputOf(a.x1, ACCESS1, CARRIED_1, before, startOf(layer, a.stride1), m, n),
        inputOf(a.x2, ACCESS2, CARRIED_2, before, startOf(layer, a.stride2), m, n),
        inputOf(a.x3, ACCESS3, CARRIED_3, before, startOf(layer, a.stride3), m, n)));
    bool isLast = layer + 1u == a.layers;
    if ((STORED & 1u) != 0u || isLast) a.y0.v[slotOf(layer, 1u, a.strideY0) + index] = y.x;
    if (HAS_Y1 && ((STORED & 2u) != 0u || isLast)) a.y1.v[slotOf(layer, 2u, a.strideY1) + index] = y.y;
    return y;
}

void loadSlice(uint start, uint k0)
{
    for (uint e = gl_LocalInvocationID.x; e < DEPTH * N; e += 256u)
    {
        uint k = TRANSPOSE_B != 0u ? e % DEPTH : e / N, n = TRANSPOSE_B != 0u ? e / DEPTH : e % N;
        if (k0 + k < N) slice[k * (N + 1u) + n] = a.w.v[start + (TRANSPOSE_B != 0u ? n * N + k0 + k : (k0 + k) * N + n)];
    }
}

void main()
{
    uint lane = gl_LocalInvocationID.x, row = lane / N, n = lane % N, m = LINEAR_GROUP * ROWS + row;
    bool inside = lane < ELEMENTS && m < a.M;
    uvec2 before = uvec2(0);                                    // y0 and y1 of the layer before
    if (inside) before = uvec2(loadCarried(1u, m * N + n), loadCarried(2u, m * N + n));

    for (uint layer = 0u; layer < a.layers; layer++)
    {
        if (lane < ELEMENTS) tile[lane] = uintBitsToFloat(before[CARRIED_H - 1u]);
        float sum = 0.0;
        for (uint k0 = 0u; k0 < N; k0 += DEPTH)
        {
            loadSlice(startOf(layer, a.strideW), k0);
            barrier();
            if (inside)
                for (uint k = 0u; k < min(DEPTH, N - k0); k++) sum += tile[row * N + k0 + k] * slice[k * (N + 1u) + n];
            barrier();
        }
        if (inside) before = finish(layer, m, n, sum, before);
    }
}
