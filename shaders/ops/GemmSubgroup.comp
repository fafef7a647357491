// C = op(A) op(B) and a fused epilogue (gemm.glsl) for CPU drivers: a workgroup of one subgroup of L lanes makes a
// tile of ROWS rows x 2 L PAIRS columns of C. A lane owns two neighbouring columns in each of PAIRS blocks of 2 L; rows of A are loaded
// one or two a lane and broadcast. Grid: (ceil(N / (2 L PAIRS)), ceil(M / ROWS), batch), ROWS_FIRST the second before the first, so that
// what is read again and again is the smaller operand. Local size = the subgroup size, 4 to 16 of use.
// Why so, on lavapipe: a load is a gather, or a test, a jump and an insertion for each lane, so each brings two floats where it can and
// serves many sums; a loop pays a blend for each sum and round, so a round takes DEPTH steps of k; there are more sums than registers, so
// all of a round is added to one row of them before the next; more code than the processor keeps decoded runs at 2/3 of the speed, and
// compiles slower still, so DEPTH is small and sums are stored in a loop.
#version 460
#extension GL_GOOGLE_include_directive : require
#extension GL_KHR_shader_subgroup_basic : require
#extension GL_KHR_shader_subgroup_ballot : require
#extension GL_EXT_shader_explicit_arithmetic_types_int64 : require
#include "gemm.glsl"

layout(local_size_x = 8, local_size_x_id = 0) in;
// How an operand is read. 0: one by one. EVEN: its rows as stored have even length and the first begins where a pair may, so it is read
// by two. ODD: rows of odd length, the first so aligned, thus every second: by two as far as that goes.
layout(constant_id = 30) const uint READ_A = 0;
layout(constant_id = 31) const uint READ_B = 0;
layout(constant_id = 32) const uint ROWS = 16;                  // 8, 16 or 32
layout(constant_id = 33) const uint PAIRS = 2;
layout(constant_id = 34) const uint DEPTH = 4;                  // even
layout(constant_id = 35) const uint ROWS_FIRST = 0;

layout(buffer_reference, std430, buffer_reference_align = 8) readonly buffer Pair { uint64_t v; };
layout(buffer_reference, std430, buffer_reference_align = 4) readonly buffer Word { uint v; };

const uint EVEN = 1u, ODD = 2u;
const uint L = gl_WorkGroupSize.x, COLUMNS = 2u * PAIRS, TILE_N = COLUMNS * L;
const uint OWNED = ROWS < L ? ROWS : L, GROUPS = ROWS / OWNED;                  // rows of A as [M, K]: lanes own one in each group,
const uint OWNED_T = ROWS < 2u * L ? ROWS : 2u * L, GROUPS_T = ROWS / OWNED_T;  // of A as [K, M]: two

const uint64_t SIZE_A = HALF_A != 0u ? 2ul : 4ul, SIZE_B = HALF_B != 0u ? 2ul : 4ul;   // bytes of an element

float loadOne(uint64_t at, uint64_t size)
{
    if (size == 2ul) return halfOf(Word(at & ~3ul).v, uint(at) >> 1);
    return In(at).v[0];
}

vec2 loadPair(uint64_t at, uint64_t size)
{
    if (size == 2ul) return unpackHalf2x16(Word(at).v);
    return uintBitsToFloat(unpackUint2x32(Pair(at).v));
}

// Two elements that follow each other along k, where a pair may begin. In a row that begins between two such, `at` is one element
// further, and the one before is what was carried from the load before.
vec2 loadAlongK(uint64_t at, uint64_t size, uint read, bool shifted, inout float carry)
{
    const vec2 x = read == 0u ? vec2(loadOne(at, size), loadOne(at + size, size)) : loadPair(at, size);
    if (read != ODD) return x;
    const vec2 y = shifted ? vec2(carry, x.x) : x;
    carry = x.y;
    return y;
}

// Two elements that follow each other across k, in a row of known parity; apart if not aligned, and then each place is given.
vec2 loadAcrossK(uint64_t first, uint64_t second, uint64_t size, uint read, uint row)
{
    return read == EVEN || (read == ODD && (row & 1u) == 0u) ? loadPair(first, size) : vec2(loadOne(first, size), loadOne(second, size));
}

// A workgroup's place: its tile among rows and among columns, and its matrix.
struct Tile { uint m, n, batch; };

Tile tileOf(uint rows, uint columns)
{
    const uvec3 place = ROWS_FIRST != 0u ? groupIn(rows, columns) : groupIn(columns, rows);
    return ROWS_FIRST != 0u ? Tile(place.x, place.y, place.z) : Tile(place.y, place.x, place.z);
}

// The lane's column j of C, from where its tile begins.
uint columnOf(uint n0, uint j) { return n0 + (j >> 1) * 2u * L + 2u * gl_SubgroupInvocationID + (j & 1u); }

void main()
{
    const Tile tile = tileOf(tilesOf(a.M, ROWS), tilesOf(a.N, TILE_N));
    const uint lane = gl_SubgroupInvocationID, batch = tile.batch, m0 = tile.m * ROWS, n0 = tile.n * TILE_N;
    if (batch >= a.batch) return;                               // the whole workgroup
    const uint M = a.M, N = a.N, K = a.K, startA = startOfA(batch), startB = startOfB(batch);
    const uint64_t baseA = uint64_t(a.a) + SIZE_A * uint64_t(startA), baseB = uint64_t(a.b) + SIZE_B * uint64_t(startB);

    // Byte addresses of the lane's columns of B and rows of A at k = 0; those outside C read inside.
    uint64_t atB[COLUMNS], atA[ROWS];                           // as many as there are groups; of A as [K, M] two of each
    bool shiftedB[COLUMNS], shiftedA[GROUPS];
    float carryB[COLUMNS], carryA[GROUPS];
    [[unroll]] for (uint j = 0u; j < COLUMNS; j++)
    {
        const uint column = min(columnOf(n0, j), READ_B == EVEN && TRANSPOSE_B == 0u ? N - 2u + (j & 1u) : N - 1u);
        const uint first = TRANSPOSE_B != 0u ? column * K : column;
        shiftedB[j] = TRANSPOSE_B != 0u && READ_B == ODD && (first & 1u) != 0u;
        carryB[j] = shiftedB[j] ? loadOne(baseB + SIZE_B * uint64_t(first), SIZE_B) : 0.0;
        atB[j] = baseB + SIZE_B * uint64_t(first + (shiftedB[j] ? 1u : 0u));
    }
    if (TRANSPOSE_A != 0u)
        [[unroll]] for (uint g = 0u; g < GROUPS_T; g++)
        {
            const uint row = m0 + g * OWNED_T + lane % (OWNED_T / 2u) * 2u;
            atA[2u * g] = baseA + SIZE_A * uint64_t(min(row, READ_A == EVEN ? M - 2u : M - 1u));
            atA[2u * g + 1u] = baseA + SIZE_A * uint64_t(min(row + 1u, M - 1u));
        }
    else
        [[unroll]] for (uint g = 0u; g < GROUPS; g++)
        {
            const uint first = min(m0 + g * OWNED + lane % OWNED, M - 1u) * K;
            shiftedA[g] = READ_A == ODD && (first & 1u) != 0u;
            carryA[g] = shiftedA[g] ? loadOne(baseA + SIZE_A * uint64_t(first), SIZE_A) : 0.0;
            atA[g] = baseA + SIZE_A * uint64_t(first + (shiftedA[g] ? 1u : 0u));
        }

    float sum[ROWS * COLUMNS], columnSum[COLUMNS];
    [[unroll]] for (uint i = 0u; i < ROWS * COLUMNS; i++) sum[i] = 0.0;
    [[unroll]] for (uint j = 0u; j < COLUMNS; j++) columnSum[j] = 0.0;

    const uint64_t stepA = SIZE_A * (TRANSPOSE_A != 0u ? uint64_t(M) : 1ul), stepB = SIZE_B * (TRANSPOSE_B != 0u ? 1ul : uint64_t(N));
    const uint end = READ_A == ODD || READ_B == ODD ? K - 1u : K;   // a pair may begin at a row's last float
    uint64_t kA = 0ul, kB = 0ul;
    uint k = 0u;
    if (DEPTH <= end) [[dont_unroll]] do
    {
        float b[DEPTH * COLUMNS];
        [[unroll]] for (uint q = 0u; q < DEPTH; q += 2u)
            [[unroll]] for (uint j = 0u; j < COLUMNS; j += 2u)
            {
                const uint64_t at0 = atB[j] + kB + q * stepB, at1 = atB[j + 1u] + kB + q * stepB;
                const bool along = TRANSPOSE_B != 0u;
                const vec2 x = along ? loadAlongK(at0, SIZE_B, READ_B, shiftedB[j], carryB[j]) : loadAcrossK(at0, at1, SIZE_B, READ_B, q);
                const vec2 y = along ? loadAlongK(at1, SIZE_B, READ_B, shiftedB[j + 1u], carryB[j + 1u])
                    : loadAcrossK(at0 + stepB, at1 + stepB, SIZE_B, READ_B, q + 1u);
                b[q * COLUMNS + j] = x.x;
                b[q * COLUMNS + j + 1u] = along ? y.x : x.y;
                b[(q + 1u) * COLUMNS + j] = along ? x.y : y.x;
                b[(q + 1u) * COLUMNS + j + 1u] = y.y;
            }

        if (COLUMN_SUM != 0u) [[unroll]] for (uint i = 0u; i < DEPTH * COLUMNS; i++) columnSum[i % COLUMNS] += b[i];

        if (TRANSPOSE_A != 0u)
            [[unroll]] for (uint g = 0u; g < GROUPS_T; g++)
            {
                vec2 own[DEPTH];
                [[unroll]] for (uint q = 0u; q < DEPTH; q++)
                    own[q] = loadAcrossK(atA[2u * g] + kA + q * stepA, atA[2u * g + 1u] + kA + q * stepA, SIZE_A, READ_A, q);
                [[unroll]] for (uint i = 0u; i < OWNED_T; i++)
                    [[unroll]] for (uint q = 0u; q < DEPTH; q++)
                    {
                        const float s = subgroupBroadcast((i & 1u) == 0u ? own[q].x : own[q].y, i / 2u);
                        [[unroll]] for (uint j = 0u; j < COLUMNS; j++) sum[(g * OWNED_T + i) * COLUMNS + j] += s * b[q * COLUMNS + j];
                    }
            }
        else
            [[unroll]] for (uint g = 0u; g < GROUPS; g++)
            {
                vec2 own[DEPTH / 2u];
                [[unroll]] for (uint q = 0u; q < DEPTH; q += 2u)
                    own[q / 2u] = loadAlongK(atA[g] + kA + SIZE_A * uint64_t(q), SIZE_A, READ_A, shiftedA[g], carryA[g]);
                [[unroll]] for (uint i = 0u; i < OWNED; i++)
                    [[unroll]] for (uint q = 0u; q < DEPTH; q++)
                    {
                        const float s = subgroupBroadcast((q & 1u) == 0u ? own[q / 2u].x : own[q / 2u].y, i);
                        [[unroll]] for (uint j = 0u; j < COLUMNS; j++) sum[(g * OWNED + i) * COLUMNS + j] += s * b[q * COLUMNS + j];
                    }
            }
        kA += DEPTH * stepA;
        kB += DEPTH * stepB;
        k += DEPTH;
    }
    while (k + DEPTH <= end);

    [[dont_unroll]] for (; k < K; k++)                          // the last steps of k, one at a time
    {
        float b[COLUMNS];
        [[unroll]] for (uint j = 0u; j < COLUMNS; j++)
        {
            b[j] = loadB(startB, k, min(columnOf(n0, j), N - 1u));
            columnSum[j] += b[j];
        }
        [[unroll]] for (uint g = 0u; g < GROUPS; g++)
        {
            const float own = loadA(startA, min(m0 + g * OWNED + lane % OWNED, M - 1u), k);
            [[unroll]] for (uint i = 0u; i < OWNED; i++)
            {
                const float s = subgroupBroadcast(own, i);
                [[unroll]] for (uint j = 0u; j < COLUMNS; j++) sum[(g * OWNED + i) * COLUMNS + j] += s * b[j];
            }
        }
    }

    if (COLUMN_SUM != 0u && m0 == 0u)
        [[unroll]] for (uint j = 0u; j < COLUMNS; j++)
            if (columnOf(n0, j) < N) a.y1.v[startOf(batch, a.strideSums) + columnOf(n0, j)] = floatBitsToUint(columnSum[j]);

    float c[ROWS * COLUMNS];                                    // a copy: an array with a variable index lies in memory
    [[unroll]] for (uint i = 0u; i < ROWS * COLUMNS; i++) c[i] = sum[i];
    [[dont_unroll]] for (uint i = 0u; i < ROWS * COLUMNS; i++)
    {
        const uint m = m0 + i / COLUMNS, n = columnOf(n0, i % COLUMNS);
        if (m < M && n < N) finish(batch, m, n, c[i]);
    }
}
