// FORWARD, TRANSPOSED and WEIGHT (conv.glsl) for GPUs and as the fallback, by the method of Gemm.comp: tiles of A and B in shared memory,
// two in turn, vectors of four, and a block of sums an invocation. What the image is read by is worked out where it changes: of a column
// once, before all rounds; of a step of k by one invocation for all, a round before it is needed.
// Grid: tiles of TILE_N columns, then tiles of TILE_M rows, then groups x phases, of WEIGHT parts x groups.
// Local size = (TILE_M / ROWS) (TILE_N / COLUMNS), a multiple of DEPTH.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "conv.glsl"

layout(local_size_x = 256, local_size_x_id = 0) in;
layout(constant_id = 32) const uint TILE_M = 64;
layout(constant_id = 33) const uint TILE_N = 64;
layout(constant_id = 34) const uint ROWS = 4;                   // multiples of 4
layout(constant_id = 35) const uint COLUMNS = 4;
layout(constant_id = 36) const uint DEPTH = 16;

const uint WIDTH = TILE_N / COLUMNS, HEIGHT = TILE_M / ROWS, ALL = WIDTH * HEIGHT, BLOCKS = COLUMNS / 4u;
const uint PITCH_A = TILE_M / 4u + 1u, PITCH_B = TILE_N / 4u + 1u;      // in vectors; odd, to spread transposing stores over the banks
const uint SIZE_A = DEPTH * PITCH_A, SIZE_B = DEPTH * PITCH_B;
const uint OWNED = TILE_N > ALL ? TILE_N / ALL : 1u;            // columns that an invocation reads
const uint LOADS_A = TILE_M * DEPTH / ALL, LOADS_B = TILE_N * DEPTH / ALL / OWNED, STRIDE_A = ALL / DEPTH, STRIDE_B = DEPTH / LOADS_B;

// Where a column looks at the image when k is 0.
struct Column { uint at; int top, left; };

shared ivec4 steps[2u * DEPTH];                                 // [turn][k]: what it adds to places in the image, to rows, to columns; in A
shared vec4 tileA[2u * SIZE_A];                                 // [turn][k][m]
shared vec4 tileB[2u * SIZE_B];                                 // [turn][k][column]; later HEIGHT rows of the result

const bool IS_WEIGHT = ROLE == WEIGHT;
const int BEYOND = -0x40000000;                                 // rows that lie above any image

ivec4 stepOf(uint k, uint K, Axis vertical, Axis horizontal, uint firstImage)
{
    if (k >= K) return ivec4(0, BEYOND, 0, 0);
    if (IS_WEIGHT)
    {
        const uint line = divide(k, a.outWidth), x = k - line * a.outWidth, nth = divide(line, a.outHeight), y = line - nth * a.outHeight;
        const uint image = firstImage + nth, top = y * STRIDE_Y, left = x * STRIDE_X;
        return ivec4((image * a.channels * a.height + top) * a.width + left, top, left,
            (image * a.outChannels * a.outHeight + y) * a.outWidth + x);
    }
    const uint line = divide(k, horizontal.taps), x = k - line * horizontal.taps;
    const uint c = divide(line, vertical.taps), y = line - c * vertical.taps, top = y * SOURCE_STEP_Y, left = x * SOURCE_STEP_X;
    return ivec4((c * a.height + top) * a.width + left, top, left, weightOf(0u, 0u, c, tapY(vertical, y), tapX(horizontal, x)));
}

Column columnAt(uint plane, int top, int left) { return Column(plane * a.height * a.width + uint(top * int(a.width) + left), top, left); }

Column columnOf(uint column, uint group, Axis vertical, Axis horizontal)
{
    const uint depth = a.channels / a.groups;
    if (IS_WEIGHT)
    {
        const uint y = column / KERNEL_W % KERNEL_H, x = column % KERNEL_W;
        return columnAt(group * depth + column / TAPS, int(y * DILATION_Y) - int(PADDING_Y), int(x * DILATION_X) - int(PADDING_X));
    }
    const uint line = divide(column, horizontal.places), x = column - line * horizontal.places;
    const uint image = divide(line, vertical.places), y = line - image * vertical.places;
    return columnAt(image * a.channels + group * depth,
        int(y * PLACE_STEP_Y) + vertical.origin, int(x * PLACE_STEP_X) + horizontal.origin);
}

void main()
{
    const uint lane = gl_LocalInvocationID.x, x = lane % WIDTH, y = lane / WIDTH;
    const uint rows = a.outChannels / a.groups, depth = a.channels / a.groups, tiles = (rows + TILE_M - 1u) / TILE_M;
    // Columns of the largest phase, the first.
    const uint columns = IS_WEIGHT ? depth * TAPS : a.images * tilesOf(a.outHeight, PHASES_Y) * tilesOf(a.outWidth, PHASES_X);
    const uvec3 place = groupIn(tilesOf(columns, TILE_N), tiles);
    const uint set = place.z, m0 = place.y * TILE_M;
    if (set >= a.groups * (IS_WEIGHT ? a.i0 : PHASES_Y * PHASES_X)) return;     // the whole workgroup
    const uint part = IS_WEIGHT ? set / a.groups : 0u, phase = IS_WEIGHT ? 0u : set % (PHASES_Y * PHASES_X);
    const uint group = IS_WEIGHT ? set - part * a.groups : set / (PHASES_Y * PHASES_X);
    const Axis vertical = axisY(phase / PHASES_X), horizontal = axisX(phase % PHASES_X);
    const uvec2 images = IS_WEIGHT ? imagesOf(part) : uvec2(0u);
    const uint K = IS_WEIGHT ? (images.y - images.x) * a.outHeight * a.outWidth : depth * vertical.taps * horizontal.taps;
    const uint N = IS_WEIGHT ? depth * TAPS : a.images * vertical.places * horizontal.places, n0 = place.x * TILE_N;
    if (n0 >= N) return;

    const uint rowStep = IS_WEIGHT ? a.outHeight * a.outWidth : IS_TRANSPOSED ? TAPS : depth * TAPS;
    const uint rowBase = IS_WEIGHT ? group * rows * rowStep : group * rows * depth * TAPS;
    const uint kA = lane % DEPTH, mA = lane / DEPTH, kB = lane / TILE_N, nB = lane % TILE_N;
    const uint startA = rowBase + min(m0 + mA, rows - 1u) * rowStep;
    Column column[OWNED];
    [[unroll]] for (uint c = 0u; c < OWNED; c++) column[c] = columnOf(min(n0 + nB + c * ALL, N - 1u), group, vertical, horizontal);
    vec4 sum[ROWS * BLOCKS];
    [[unroll]] for (uint i = 0u; i < ROWS * BLOCKS; i++) sum[i] = vec4(0);
    float nextA[LOADS_A], nextB[LOADS_B * OWNED];

    uint turn = 0u;
    if (lane < DEPTH) steps[lane] = stepOf(lane, K, vertical, horizontal, images.x);
    barrier();
    for (uint k0 = 0u; k0 < K + DEPTH; k0 += DEPTH)             // the first round only loads, the last only multiplies
    {
        if (k0 < K)
        {
            const ivec4 own = steps[turn * DEPTH + kA];
            [[unroll]] for (uint i = 0u; i < LOADS_A; i++)
            {
                const bool inside = own.y >= 0 && m0 + mA + i * STRIDE_A < rows;
                const float value = a.a.v[startA + uint(own.w) + (inside ? i * STRIDE_A * rowStep : 0u)];
                nextA[i] = inside ? value : 0.0;
            }
            [[unroll]] for (uint i = 0u; i < LOADS_B; i++)
            {
                const ivec4 at = steps[turn * DEPTH + kB + i * STRIDE_B];
                [[unroll]] for (uint c = 0u; c < OWNED; c++)
                {
                    const bool inside = uint(column[c].top + at.y) < a.height && uint(column[c].left + at.z) < a.width;
                    const float value = a.b.v[inside ? column[c].at + uint(at.x) : 0u];
                    nextB[i * OWNED + c] = inside ? value : 0.0;
                }
            }
            if (lane < DEPTH) steps[(turn ^ 1u) * DEPTH + lane] = stepOf(k0 + DEPTH + lane, K, vertical, horizontal, images.x);
        }
        // What varies in an address is worked out once, and all else in it is a constant that the instruction holds.
        const uint fromA = turn * SIZE_A + y, fromB = turn * SIZE_B + x;
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
            }
        turn ^= 1u;
        if (k0 < K)
        {
            [[unroll]] for (uint i = 0u; i < LOADS_A; i++)
            {
                const uint m = mA + i * STRIDE_A;
                tileA[turn * SIZE_A + kA * PITCH_A + m / 4u][m % 4u] = nextA[i];
            }
            [[unroll]] for (uint i = 0u; i < LOADS_B * OWNED; i++)
            {
                const uint k = kB + i / OWNED * STRIDE_B, n = nB + i % OWNED * ALL;
                tileB[turn * SIZE_B + k * PITCH_B + n / 4u][n % 4u] = nextB[i];
            }
        }
        barrier();                                              // this tile is read in the next round, the other written after that
    }

    // HEIGHT rows at a time through shared memory: the program is instantiated once, and neighbours store neighbouring words.
    [[dont_unroll]] for (uint slice = 0u; slice < ROWS; slice++)
    {
        barrier();
        [[unroll]] for (uint i = 0u; i < ROWS; i++)
            if (i == slice)
                [[unroll]] for (uint j = 0u; j < BLOCKS; j++) tileB[y * (TILE_N / 4u) + j * WIDTH + x] = sum[i * BLOCKS + j];
        barrier();
        [[dont_unroll]] for (uint e = lane; e < HEIGHT * TILE_N; e += ALL)
        {
            const uint m = m0 + (slice / 4u * HEIGHT + e / TILE_N) * 4u + slice % 4u, n = n0 + e % TILE_N;
            const float total = tileB[e / 4u][e % 4u];
            if (m >= rows || n >= N) continue;
            if (IS_WEIGHT) a.y0.v[gradientOf(part, group, m, n)] = floatBitsToUint(total);
            else
            {
                const uint line = divide(n, horizontal.places), at = n - line * horizontal.places;
                const uint image = divide(line, vertical.places), row = line - image * vertical.places;
                const uint channel = group * rows + m, yOut = pixelY(vertical, row), xOut = pixelX(horizontal, at);
                finish(indexOf(image, channel, yOut, xOut), image, channel, yOut, xOut, total);
            }
        }
    }
}
