// One row times a matrix, C[n] = sum over k of A[k] op(B)[k, n], and a fused epilogue (gemm.glsl): M = 1, batch = 1.
// A workgroup makes COLUMNS columns; its lanes split K among them and add up as a tree in shared memory. For B as [K, N] let COLUMNS be
// the local size, for B as [N, K] 1: either way neighbouring lanes read neighbouring words. Local size a power of two, at most 256.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "gemm.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 30) const uint COLUMNS = 64;               // a power of two that divides the local size

shared float partial[256];

float addSlices(float x)
{
    if (gl_WorkGroupSize.x == COLUMNS) return x;
    uint lane = gl_LocalInvocationID.x;
    barrier();                                                  // the call before may still be reading
    partial[lane] = x;
    for (uint width = gl_WorkGroupSize.x >> 1; width >= COLUMNS; width >>= 1)
    {
        barrier();
        if (lane < width) partial[lane] += partial[lane + width];
    }
    return partial[lane];                                       // lanes below COLUMNS hold what they wrote themselves
}

void main()
{
    uint slices = gl_WorkGroupSize.x / COLUMNS, slice = gl_LocalInvocationID.x / COLUMNS;
    uint n = LINEAR_GROUP * COLUMNS + gl_LocalInvocationID.x % COLUMNS, column = min(n, a.N - 1u);
    vec4 sum = vec4(0), columnSum = vec4(0);                    // four chains, so that an addition need not wait for the last one
    uint k = slice;
    for (; k + 3u * slices < a.K; k += 4u * slices)
    {
        uvec4 at = k + slices * uvec4(0, 1, 2, 3);
        vec4 b = vec4(loadB(0u, at.x, column), loadB(0u, at.y, column), loadB(0u, at.z, column), loadB(0u, at.w, column));
        sum += vec4(a.a.v[at.x], a.a.v[at.y], a.a.v[at.z], a.a.v[at.w]) * b;
        columnSum += b;
    }
    for (; k < a.K; k += slices)
    {
        float b = loadB(0u, k, column);
        sum.x += a.a.v[k] * b;
        columnSum.x += b;
    }
    float total = addSlices(sum.x + sum.y + (sum.z + sum.w));
    float columnTotal = COLUMN_SUM != 0u ? addSlices(columnSum.x + columnSum.y + (columnSum.z + columnSum.w)) : 0.0;
    if (slice != 0u || n >= a.N) return;
    finish(0u, 0u, n, total);
    if (COLUMN_SUM != 0u) a.y1.v[n] = floatBitsToUint(columnTotal);
}
