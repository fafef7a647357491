// C = op(A) op(B) and a fused epilogue (gemm.glsl) for CPU drivers and small subgroups: a workgroup of one subgroup of L lanes makes a
// tile of 16 rows x 2L columns of C. A lane owns two columns; rows of A are loaded one or two a lane and broadcast. Grid:
// (ceil(N / 2L), ceil(M / 16), batch). Local size = the subgroup size, 4 to 16 of use.
// Why so: address loads are gathers there (64-bit ones bring two floats), broadcasts are free, and a loop pays a blend for each sum
// and round, so a round takes eight steps of k, all loads first.
#version 460
#extension GL_GOOGLE_include_directive : require
#extension GL_KHR_shader_subgroup_basic : require
#extension GL_KHR_shader_subgroup_ballot : require
#extension GL_EXT_shader_explicit_arithmetic_types_int64 : require
#include "gemm.glsl"

layout(local_size_x = 8, local_size_x_id = 0) in;
// 1: the operand's rows (as stored) have even length and it starts at a multiple of 8 bytes, so 64-bit loads are right.
layout(constant_id = 30) const uint WIDE_A = 0;
layout(constant_id = 31) const uint WIDE_B = 0;

layout(buffer_reference, std430, buffer_reference_align = 8) readonly buffer Pairs { uint64_t v[]; };

const uint TILE_M = 16u, DEPTH = 8u;
const uint L = gl_WorkGroupSize.x, TILE_N = 2u * L;
const uint ROWS = L < TILE_M ? L : TILE_M, LOADS = TILE_M / ROWS;                          // rows of A that lanes own one each
const uint PAIR_ROWS = TILE_N < TILE_M ? TILE_N : TILE_M, PAIR_LOADS = TILE_M / PAIR_ROWS;      // two each, when A is [K, M]

shared float tile[TILE_M * TILE_N];

vec2 loadPair(In x, uint first, uint second, uint wide)
{
    if (wide != 0u) return uintBitsToFloat(unpackUint2x32(Pairs(x).v[first >> 1]));
    return vec2(x.v[first], x.v[second]);
}

void main()
{
    const uint lane = gl_SubgroupInvocationID, batch = gl_WorkGroupID.z, m0 = gl_WorkGroupID.y * TILE_M;
    const uint startA = startOfA(batch), startB = startOfB(batch);
    // A lane's two columns: apart by L where B's rows run along k, neighbours where they run along n. Those outside C read inside.
    const uint tile0 = TRANSPOSE_B != 0u ? lane : 2u * lane, tile1 = TRANSPOSE_B != 0u ? lane + L : 2u * lane + 1u;
    const uint n0 = gl_WorkGroupID.x * TILE_N + tile0, n1 = gl_WorkGroupID.x * TILE_N + tile1;
    const uint column0 = min(n0, a.N - 1u), column1 = min(n1, a.N - 1u);

    float sum0[TILE_M], sum1[TILE_M];
    vec2 columnSum = vec2(0);
    [[unroll]] for (uint i = 0u; i < TILE_M; i++) { sum0[i] = 0.0; sum1[i] = 0.0; }

    uint k = 0u;
    for (; k + DEPTH <= a.K; k += DEPTH)
    {
        vec2 b[DEPTH];
        if (TRANSPOSE_B != 0u)
        {
            const uint at0 = startB + column0 * a.K + k, at1 = startB + column1 * a.K + k;
            [[unroll]] for (uint q = 0u; q < DEPTH; q += 2u)
            {
                vec2 x = loadPair(a.b, at0 + q, at0 + q + 1u, WIDE_B), y = loadPair(a.b, at1 + q, at1 + q + 1u, WIDE_B);
                b[q] = vec2(x.x, y.x);
                b[q + 1u] = vec2(x.y, y.y);
            }
        }
        else
            [[unroll]] for (uint q = 0u; q < DEPTH; q++)
                b[q] = loadPair(a.b, startB + (k + q) * a.N + column0, startB + (k + q) * a.N + column1, WIDE_B);

        if (COLUMN_SUM != 0u) [[unroll]] for (uint q = 0u; q < DEPTH; q++) columnSum += b[q];

        if (TRANSPOSE_A != 0u)
            [[unroll]] for (uint g = 0u; g < PAIR_LOADS; g++)
            {
                const uint row = m0 + g * PAIR_ROWS + lane % (PAIR_ROWS / 2u) * 2u;
                const uint row0 = min(row, a.M - 1u), row1 = min(row + 1u, a.M - 1u);
                vec2 p[DEPTH];
                [[unroll]] for (uint q = 0u; q < DEPTH; q++)
                    p[q] = loadPair(a.a, startA + (k + q) * a.M + row0, startA + (k + q) * a.M + row1, WIDE_A);
                [[unroll]] for (uint q = 0u; q < DEPTH; q++)
                    [[unroll]] for (uint i = 0u; i < PAIR_ROWS; i++)
                    {
                        float s = subgroupBroadcast((i & 1u) == 0u ? p[q].x : p[q].y, i / 2u);
                        sum0[g * PAIR_ROWS + i] += s * b[q].x;
                        sum1[g * PAIR_ROWS + i] += s * b[q].y;
                    }
            }
        else
            [[unroll]] for (uint g = 0u; g < LOADS; g++)
            {
                const uint at = startA + min(m0 + g * ROWS + lane % ROWS, a.M - 1u) * a.K + k;
                vec2 p[DEPTH / 2u];
                [[unroll]] for (uint q = 0u; q < DEPTH; q += 2u) p[q / 2u] = loadPair(a.a, at + q, at + q + 1u, WIDE_A);
                [[unroll]] for (uint q = 0u; q < DEPTH; q++)
                    [[unroll]] for (uint i = 0u; i < ROWS; i++)
                    {
                        float s = subgroupBroadcast((q & 1u) == 0u ? p[q / 2u].x : p[q / 2u].y, i);
                        sum0[g * ROWS + i] += s * b[q].x;
                        sum1[g * ROWS + i] += s * b[q].y;
                    }
            }
    }

    [[dont_unroll]] for (; k < a.K; k++)                        // K's last steps, one at a time
    {
        vec2 b = vec2(loadB(startB, k, column0), loadB(startB, k, column1));
        columnSum += b;
        [[unroll]] for (uint g = 0u; g < LOADS; g++)
        {
            float own = loadA(startA, min(m0 + g * ROWS + lane % ROWS, a.M - 1u), k);
            [[unroll]] for (uint i = 0u; i < ROWS; i++)
            {
                float s = subgroupBroadcast(own, i);
                sum0[g * ROWS + i] += s * b.x;
                sum1[g * ROWS + i] += s * b.y;
            }
        }
    }

    if (COLUMN_SUM != 0u && gl_WorkGroupID.y == 0u)
    {
        const uint at = startOf(batch, a.strideSums);
        if (n0 < a.N) a.y1.v[at + n0] = floatBitsToUint(columnSum.x);
        if (n1 < a.N) a.y1.v[at + n1] = floatBitsToUint(columnSum.y);
    }

    if (EPILOGUE == 0u)
        [[unroll]] for (uint i = 0u; i < TILE_M; i++)
        {
            const uint at = startOf(batch, a.strideY) + (m0 + i) * a.N;
            if (m0 + i < a.M && n0 < a.N) a.y0.v[at + n0] = floatBitsToUint(sum0[i]);
            if (m0 + i < a.M && n1 < a.N) a.y0.v[at + n1] = floatBitsToUint(sum1[i]);
        }
    else
    {
        [[unroll]] for (uint i = 0u; i < TILE_M; i++)
        {
            tile[i * TILE_N + tile0] = sum0[i];
            tile[i * TILE_N + tile1] = sum1[i];
        }
        barrier();
        [[dont_unroll]] for (uint e = lane; e < TILE_M * TILE_N; e += L)      // the program is instantiated once
        {
            const uint m = m0 + e / TILE_N, n = gl_WorkGroupID.x * TILE_N + e % TILE_N;
            if (m < a.M && n < a.N) finish(batch, m, n, tile[e]);
        }
    }
}
