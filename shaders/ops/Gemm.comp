// C = op(A) op(B) and a fused epilogue (gemm.glsl) for GPUs: tiles of A and B in shared memory, V. Volkov and J. Demmel,
// "Benchmarking GPUs to Tune Dense Linear Algebra", SC'08. A workgroup of 16 x 16 makes a TILE_M x TILE_N tile of C, an invocation
// every 16th row and column of it. Grid: (ceil(N / TILE_N), ceil(M / TILE_M), batch).
#version 460
#extension GL_GOOGLE_include_directive : require
#include "gemm.glsl"

layout(local_size_x = 256, local_size_x_id = 0) in;             // 256 only
layout(constant_id = 30) const uint TILE_M = 64;                // multiples of 16, at most 128
layout(constant_id = 31) const uint TILE_N = 64;

const uint SIDE = 16u;                                          // also the depth in k of a tile
const uint ROWS = TILE_M / SIDE, COLUMNS = TILE_N / SIDE;       // an invocation's share

shared float tileA[SIDE * (TILE_M + 1u)];                       // [k][m]; the odd row length spreads transposing stores over the banks
shared float tileB[SIDE * (TILE_N + 1u)];                       // [k][n]; later 16 rows of C

// Lane to place in a tile so that neighbours read neighbouring words: along k where k is the contiguous axis, else across it.
void loadTiles(uint startA, uint startB, uint m0, uint n0, uint k0)
{
    uint lane = gl_LocalInvocationID.x, inner = lane % SIDE, outer = lane / SIDE;
    [[unroll]] for (uint i = 0u; i < ROWS; i++)
    {
        uint m = TRANSPOSE_A != 0u ? (lane + 256u * i) % TILE_M : outer + SIDE * i;
        uint k = TRANSPOSE_A != 0u ? (lane + 256u * i) / TILE_M : inner;
        bool inside = m0 + m < a.M && k0 + k < a.K;
        tileA[k * (TILE_M + 1u) + m] = inside ? loadA(startA, m0 + m, k0 + k) : 0.0;
    }
    [[unroll]] for (uint i = 0u; i < COLUMNS; i++)
    {
        uint n = TRANSPOSE_B != 0u ? outer + SIDE * i : (lane + 256u * i) % TILE_N;
        uint k = TRANSPOSE_B != 0u ? inner : (lane + 256u * i) / TILE_N;
        bool inside = n0 + n < a.N && k0 + k < a.K;
        tileB[k * (TILE_N + 1u) + n] = inside ? loadB(startB, k0 + k, n0 + n) : 0.0;
    }
}

void main()
{
    uint lane = gl_LocalInvocationID.x, x = lane % SIDE, y = lane / SIDE;
    uint batch = gl_WorkGroupID.z, m0 = gl_WorkGroupID.y * TILE_M, n0 = gl_WorkGroupID.x * TILE_N;
    uint startA = startOfA(batch), startB = startOfB(batch);
    float sum[ROWS * COLUMNS], columnSum[COLUMNS];
    [[unroll]] for (uint i = 0u; i < ROWS * COLUMNS; i++) sum[i] = 0.0;
    [[unroll]] for (uint j = 0u; j < COLUMNS; j++) columnSum[j] = 0.0;

    for (uint k0 = 0u; k0 < a.K; k0 += SIDE)
    {
        barrier();
        loadTiles(startA, startB, m0, n0, k0);
        barrier();
        [[unroll]] for (uint k = 0u; k < SIDE; k++)
        {
            float b[COLUMNS];
            [[unroll]] for (uint j = 0u; j < COLUMNS; j++) b[j] = tileB[k * (TILE_N + 1u) + j * SIDE + x];
            [[unroll]] for (uint i = 0u; i < ROWS; i++)
            {
                float s = tileA[k * (TILE_M + 1u) + i * SIDE + y];
                [[unroll]] for (uint j = 0u; j < COLUMNS; j++) sum[i * COLUMNS + j] += s * b[j];
            }
            if (COLUMN_SUM != 0u) [[unroll]] for (uint j = 0u; j < COLUMNS; j++) columnSum[j] += b[j];
        }
    }

    if (COLUMN_SUM != 0u && gl_WorkGroupID.y == 0u && y == 0u)
        [[unroll]] for (uint j = 0u; j < COLUMNS; j++)
            if (n0 + j * SIDE + x < a.N) a.y1.v[startOf(batch, a.strideSums) + n0 + j * SIDE + x] = floatBitsToUint(columnSum[j]);

    // Sixteen rows at a time through shared memory: the program is instantiated once, and neighbours store neighbouring words.
    for (uint slice = 0u; slice < ROWS; slice++)
    {
        barrier();
        [[unroll]] for (uint i = 0u; i < ROWS; i++)
            if (i == slice)
                [[unroll]] for (uint j = 0u; j < COLUMNS; j++) tileB[y * (TILE_N + 1u) + j * SIDE + x] = sum[i * COLUMNS + j];
        barrier();
        [[dont_unroll]] for (uint e = lane; e < SIDE * TILE_N; e += 256u)
        {
            uint row = e / TILE_N, column = e % TILE_N, m = m0 + slice * SIDE + row, n = n0 + column;
            if (m < a.M && n < a.N) finish(batch, m, n, tileB[row * (TILE_N + 1u) + column]);
        }
    }
}
