// One row times a matrix, C[n] = sum over k of A[k] op(B)[k, n], and a fused epilogue (gemm.glsl): M = 1, batch = 1.
// A workgroup makes COLUMNS columns (row.glsl). For B as [K, N] let COLUMNS be the local size, for B as [N, K] 1: either way
// neighbouring lanes read neighbouring words.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "gemm.glsl"
#include "row.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

#define ROW(k) a.a.v[k]
#define MATRIX(k) loadB(0u, k, column)
#define ONE(k) 1.0

void main()
{
    uint n = LINEAR_GROUP * COLUMNS + gl_LocalInvocationID.x % COLUMNS, column = min(n, a.N - 1u);
    float total, columnTotal = 0.0;
    SUM_ROW(total, a.K, ROW, MATRIX)
    if (COLUMN_SUM != 0u) SUM_ROW(columnTotal, a.K, ONE, MATRIX)
    if (SLICE != 0u || n >= a.N) return;
    finish(0u, 0u, n, total);
    if (COLUMN_SUM != 0u) a.y1.v[n] = floatBitsToUint(columnTotal);
}
