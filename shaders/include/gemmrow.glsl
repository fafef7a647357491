// The body of GemmRow and GemmRowPairs: one row times a matrix, C[n] = sum over k of A[k] op(B)[k, n], and a fused epilogue (gemm.glsl);
// M = 1, batch = 1. A workgroup makes COLUMNS columns (row.glsl).
#include "gemm.glsl"
#include "row.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

#define ROW(k) a.a.v[k]
#ifdef PAIRS
#define MATRIX(k) loadFour(a.b, (k) * a.N, n, a.N, WIDE != 0u)
#else
#define MATRIX(k) loadB(0u, k, min(n, a.N - 1u))
#endif
#define ONE(k) 1.0

void main()
{
    uint n = LINEAR_GROUP * COLUMNS + OWN_COLUMN;
    SUMS total, columnTotal = SUMS(0);
    SUM_ROW(total, a.K, ROW, MATRIX)
    if (COLUMN_SUM != 0u) SUM_ROW(columnTotal, a.K, ONE, MATRIX)
    if (SLICE != 0u) return;
    [[dont_unroll]] for (uint q = 0u; q < OWN && n + q < a.N; q++)
    {
        finish(0u, 0u, n + q, SUM_OF(total, q));
        if (COLUMN_SUM != 0u) a.y1.v[n + q] = floatBitsToUint(SUM_OF(columnTotal, q));
    }
}
