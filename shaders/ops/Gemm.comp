// C = op(A) op(B) and a fused epilogue (gemm.glsl) for GPUs: tiles of A and B in shared memory, a block of sums an invocation, V. Volkov
// and J. Demmel, "Benchmarking GPUs to Tune Dense Linear Algebra", SC'08; two tiles in turn, so that the next is on its way from memory
// while this one is multiplied, and vectors of four. A workgroup makes a TILE_M x TILE_N tile of C, an invocation ROWS x COLUMNS of it.
// Few tiles and a long K leave a GPU idle, so SPLIT parts of the workgroup may share K and add up in order. Grid: (ceil(N / TILE_N),
// ceil(M / TILE_M), batch). Local size = SPLIT (TILE_M / ROWS) (TILE_N / COLUMNS).
#version 460
#extension GL_GOOGLE_include_directive : require
#include "gemm.glsl"

layout(local_size_x = 256, local_size_x_id = 0) in;
layout(constant_id = 30) const uint TILE_M = 64;                // multiples of 32
layout(constant_id = 31) const uint TILE_N = 64;
layout(constant_id = 32) const uint ROWS = 4;                   // multiples of 4
layout(constant_id = 33) const uint COLUMNS = 4;
layout(constant_id = 34) const uint DEPTH = 16;                 // steps of k in a tile: a multiple of 4
layout(constant_id = 35) const uint SPLIT = 1;
// 1: the operand's rows (as stored) have a multiple of 4 elements and begin at multiples of 16 bytes, so it is read by four.
layout(constant_id = 36) const uint WIDE_A = 0;
layout(constant_id = 37) const uint WIDE_B = 0;

const uint WIDTH = TILE_N / COLUMNS, HEIGHT = TILE_M / ROWS, PART = WIDTH * HEIGHT;    // in invocations
const uint PITCH_A = TILE_M / 4u + 1u, PITCH_B = TILE_N / 4u + 1u;      // in vectors; odd, to spread transposing stores over the banks
const uint SIZE_A = DEPTH * PITCH_A, SIZE_B = DEPTH * PITCH_B;
const uint LOADS_A = (TILE_M * DEPTH / 4u + PART - 1u) / PART, LOADS_B = (TILE_N * DEPTH / 4u + PART - 1u) / PART;
const uint BLOCKS = COLUMNS / 4u;

shared vec4 tileA[2u * SPLIT * SIZE_A];                         // [turn][part][k][m]; later a row of column sums a part
shared vec4 tileB[2u * SPLIT * SIZE_B];                         // [turn][part][k][n]; later HEIGHT rows of C a part

// Four elements that follow each other in a row of a matrix [rows, length]; zero outside.
vec4 loadFour(In x, uint start, uint row, uint column, uint rows, uint length, uint wide, uint isHalf)
{
    if (row >= rows || column >= length) return vec4(0);
    const uint at = start + row * length;
    if (isHalf != 0u)                                           // rows have even length: a word is in the row or not
    {
        const uint word = (at + column) >> 1;
        const float second = column + 2u < length ? x.v[word + 1u] : 0.0;
        return vec4(unpackHalf2x16(floatBitsToUint(x.v[word])), unpackHalf2x16(floatBitsToUint(second)));
    }
    if (wide != 0u) return In4(uvec2(x)).v[(at + column) >> 2];
    const uvec4 c = column + uvec4(0, 1, 2, 3), i = at + min(c, uvec4(length - 1u));
    return mix(vec4(0), vec4(x.v[i.x], x.v[i.y], x.v[i.z], x.v[i.w]), lessThan(c, uvec4(length)));
}

// What an invocation brings into a tile of `size` rows or columns: its place across k and along k, by four along what is contiguous.
uvec2 placeOf(uint unit, uint size, bool alongK)
{
    return alongK ? uvec2(unit / (DEPTH / 4u), unit % (DEPTH / 4u) * 4u) : uvec2(unit % (size / 4u) * 4u, unit / (size / 4u));
}

void main()
{
    const uint part = gl_LocalInvocationID.x / PART, lane = gl_LocalInvocationID.x % PART, x = lane % WIDTH, y = lane / WIDTH;
    const uvec3 place = groupIn(tilesOf(a.N, TILE_N), tilesOf(a.M, TILE_M));
    const uint batch = place.z, m0 = place.y * TILE_M, n0 = place.x * TILE_N;
    if (batch >= a.batch) return;                               // the whole workgroup
    const uint startA = startOfA(batch), startB = startOfB(batch);
    vec4 sum[ROWS * BLOCKS], columnSum[BLOCKS], nextA[LOADS_A], nextB[LOADS_B];
    [[unroll]] for (uint i = 0u; i < ROWS * BLOCKS; i++) sum[i] = vec4(0);
    [[unroll]] for (uint j = 0u; j < BLOCKS; j++) columnSum[j] = vec4(0);

    uint turn = 0u;
    for (uint k0 = 0u; k0 < a.K + DEPTH * SPLIT; k0 += DEPTH * SPLIT)   // the first round only loads, the last only multiplies
    {
        const uint own = k0 + part * DEPTH;
        if (k0 < a.K)
        {
            [[unroll]] for (uint i = 0u; i < LOADS_A; i++)
            {
                const uvec2 p = placeOf(lane + i * PART, TILE_M, TRANSPOSE_A == 0u) + uvec2(m0, own);
                nextA[i] = TRANSPOSE_A != 0u ? loadFour(a.a, startA, p.y, p.x, a.K, a.M, WIDE_A, HALF_A)
                    : loadFour(a.a, startA, p.x, p.y, a.M, a.K, WIDE_A, HALF_A);
            }
            [[unroll]] for (uint i = 0u; i < LOADS_B; i++)
            {
                const uvec2 p = placeOf(lane + i * PART, TILE_N, TRANSPOSE_B != 0u) + uvec2(n0, own);
                nextB[i] = TRANSPOSE_B != 0u ? loadFour(a.b, startB, p.x, p.y, a.N, a.K, WIDE_B, HALF_B)
                    : loadFour(a.b, startB, p.y, p.x, a.K, a.N, WIDE_B, HALF_B);
            }
        }
        // What varies in an address is worked out once, and all else in it is a constant that the instruction holds.
        const uint fromA = (turn * SPLIT + part) * SIZE_A + y, fromB = (turn * SPLIT + part) * SIZE_B + x;
        if (k0 > 0u)
            [[unroll]] for (uint k = 0u; k < DEPTH; k++)
            {
                vec4 b[BLOCKS];
                [[unroll]] for (uint j = 0u; j < BLOCKS; j++) b[j] = tileB[fromB + (k * PITCH_B + j * WIDTH)];
                [[unroll]] for (uint i = 0u; i < ROWS; i += 4u)
                {
                    const vec4 s = tileA[fromA + (k * PITCH_A + i / 4u * HEIGHT)];
                    [[unroll]] for (uint r = 0u; r < 4u; r++)
                        [[unroll]] for (uint j = 0u; j < BLOCKS; j++) sum[(i + r) * BLOCKS + j] += s[r] * b[j];
                }
                if (COLUMN_SUM != 0u) [[unroll]] for (uint j = 0u; j < BLOCKS; j++) columnSum[j] += b[j];
            }
        turn ^= 1u;
        if (k0 < a.K)
        {
            [[unroll]] for (uint i = 0u; i < LOADS_A; i++)
            {
                const uvec2 p = placeOf(lane + i * PART, TILE_M, TRANSPOSE_A == 0u);
                const uint at = (turn * SPLIT + part) * SIZE_A + p.y * PITCH_A + p.x / 4u;
                if (p.x >= TILE_M || p.y >= DEPTH) continue;
                if (TRANSPOSE_A != 0u) tileA[at] = nextA[i];
                else [[unroll]] for (uint c = 0u; c < 4u; c++) tileA[at + c * PITCH_A][p.x % 4u] = nextA[i][c];
            }
            [[unroll]] for (uint i = 0u; i < LOADS_B; i++)
            {
                const uvec2 p = placeOf(lane + i * PART, TILE_N, TRANSPOSE_B != 0u);
                const uint at = (turn * SPLIT + part) * SIZE_B + p.y * PITCH_B + p.x / 4u;
                if (p.x >= TILE_N || p.y >= DEPTH) continue;
                if (TRANSPOSE_B == 0u) tileB[at] = nextB[i];
                else [[unroll]] for (uint c = 0u; c < 4u; c++) tileB[at + c * PITCH_B][p.x % 4u] = nextB[i][c];
            }
        }
        barrier();                                              // this tile is read in the next round, the other written after that
    }

    if (COLUMN_SUM != 0u && m0 == 0u)
    {
        if (y == 0u) [[unroll]] for (uint j = 0u; j < BLOCKS; j++) tileA[part * (TILE_N / 4u) + j * WIDTH + x] = columnSum[j];
        barrier();
        for (uint column = gl_LocalInvocationID.x; column < TILE_N && n0 + column < a.N; column += PART * SPLIT)
        {
            float total = 0.0;
            for (uint p = 0u; p < SPLIT; p++) total += tileA[(p * TILE_N + column) / 4u][column % 4u];
            a.y1.v[startOf(batch, a.strideSums) + n0 + column] = floatBitsToUint(total);
        }
    }

    // HEIGHT rows at a time through shared memory: the program is instantiated once, and neighbours store neighbouring words.
    [[dont_unroll]] for (uint slice = 0u; slice < ROWS; slice++)
    {
        barrier();
        [[unroll]] for (uint i = 0u; i < ROWS; i++)
            if (i == slice)
                [[unroll]] for (uint j = 0u; j < BLOCKS; j++)
                    tileB[(part * HEIGHT + y) * (TILE_N / 4u) + j * WIDTH + x] = sum[i * BLOCKS + j];
        barrier();
        [[dont_unroll]] for (uint e = NEIGHBOURS * gl_LocalInvocationID.x; e < HEIGHT * TILE_N; e = after(e, PART * SPLIT))
        {
            const uint m = m0 + (slice / 4u * HEIGHT + e / TILE_N) * 4u + slice % 4u, n = n0 + e % TILE_N;
            float total = tileB[e / 4u][e % 4u];
            for (uint p = 1u; p < SPLIT; p++) total += tileB[(p * HEIGHT * TILE_N + e) / 4u][e % 4u];
            if (m < a.M && n < a.N) finish(batch, m, n, total);
        }
    }
}
