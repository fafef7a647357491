// C = op(A) op(B) and a fused epilogue (gemm.glsl) on any device: the fallback. An invocation makes one element of C, linear index
// over [batch, M, N]; the ones of a row 0 make the column sums.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "gemm.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

void make(uint index)
{
    uint row = divide(index, a.N), batch = divide(row, a.M), n = index - row * a.N, m = row - batch * a.M;
    uint startA = startOfA(batch), startB = startOfB(batch);
    float sum = 0.0, columnSum = 0.0;
    for (uint k = 0u; k < a.K; k++)
    {
        float b = loadB(startB, k, n);
        sum += loadA(startA, m, k) * b;
        columnSum += b;
    }
    finish(batch, m, n, sum);
    if (COLUMN_SUM != 0u && m == 0u) a.y1.v[startOf(batch, a.strideSums) + n] = floatBitsToUint(columnSum);
}

void main()
{
    FOR_ELEMENTS(index, a.batch * a.M * a.N) make(index);
}
