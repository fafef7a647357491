// What the GEMM kernels share: C[b] = op(A[b]) op(B[b]), [batch, M, N], then a fused program (elementwise.glsl) with r[0] = the sum
// and x1..x3 read over the output axes (1, batch, M, N). Element index of Iota and Random: the linear index in C.
#ifndef GEMM_GLSL
#define GEMM_GLSL
#include "elementwise.glsl"
#include "grid.glsl"

layout(constant_id = 24) const uint TRANSPOSE_A = 0;            // 1: A is [K, M]
layout(constant_id = 25) const uint TRANSPOSE_B = 0;            // 1: B is [N, K]
layout(constant_id = 26) const uint BATCHED_A = 1;              // 0: all of the batch share A
layout(constant_id = 27) const uint BATCHED_B = 1;
layout(constant_id = 28) const uint EPILOGUE = 0;               // 0: the sum goes to y0 as it is
layout(constant_id = 29) const uint COLUMN_SUM = 0;             // 1: y1[b, n] = sum of op(B[b])[k, n] over k; no program output in y1

layout(constant_id = 40) const uint HALF_A = 0;                 // 1: A is halves, in rows of even length
layout(constant_id = 41) const uint HALF_B = 0;

layout(push_constant, std430) uniform Args
{
    In a, b;
    InWords x1, x2, x3;
    OutWords y0, y1;
    InWords counters;                                           // [0] seed, [1] clock of Random
    uint M, N, K, batch;
    int strideA, strideB, strideY, strideSums;                  // from one of the batch to the next; below 0: the last lies first
    uint i0, i1, i2, i3, i4, i5, i6, i7;
} a;

uint startOf(uint batch, int stride) { return (stride < 0 ? a.batch - 1u - batch : batch) * uint(abs(stride)); }
uint startOfA(uint batch) { return BATCHED_A != 0u ? startOf(batch, a.strideA) : 0u; }
uint startOfB(uint batch) { return BATCHED_B != 0u ? startOf(batch, a.strideB) : 0u; }

float elementOf(In x, uint at, uint isHalf)
{
    if (isHalf != 0u) return halfOf(floatBitsToUint(x.v[at >> 1]), at);
    return x.v[at];
}

float loadA(uint start, uint m, uint k) { return elementOf(a.a, start + (TRANSPOSE_A != 0u ? k * a.M + m : m * a.K + k), HALF_A); }
float loadB(uint start, uint k, uint n) { return elementOf(a.b, start + (TRANSPOSE_B != 0u ? n * a.K + k : k * a.N + n), HALF_B); }

// Runs the program on one sum and stores what it makes. Call it in one place, in a loop that is not unrolled: each call is a copy.
void finish(uint batch, uint m, uint n, float sum)
{
    uint index = (batch * a.M + m) * a.N + n, stored = startOf(batch, a.strideY) + m * a.N + n;
    if (EPILOGUE == 0u)
    {
        a.y0.v[stored] = floatBitsToUint(sum);
        return;
    }
    uvec4 c = uvec4(0, batch, m, n), size = uvec4(1, a.batch, a.M, a.N);
    r[0] = floatBitsToUint(sum);
    r[1] = loadInput(a.x1, ACCESS1, index, c, size);
    r[2] = loadInput(a.x2, ACCESS2, index, c, size);
    r[3] = loadInput(a.x3, ACCESS3, index, c, size);
    r[4] = 0u; r[5] = 0u;
    r[6] = a.i0; r[7] = a.i1; r[8] = a.i2; r[9] = a.i3; r[10] = a.i4; r[11] = a.i5; r[12] = a.i6; r[13] = a.i7;
    runProgram(index, a.counters);
    storeOutputs(a.y0, a.y1, stored, false);                    // rows of halves have even length
}
#endif
