// FORWARD, TRANSPOSED and WEIGHT (conv.glsl) for GPUs and as the fallback: tiles of A and B in shared memory, a block of sums an
// invocation.
// Where a step of k leads in A and in the image is the same for a whole tile: it is worked out once, by one invocation a step.
// Grid: tiles of TILE_N columns, then tiles of TILE_M rows, then groups x phases, of WEIGHT parts x groups.
// Local size = (TILE_M / ROWS) (TILE_N / COLUMNS), at least DEPTH.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "conv.glsl"

layout(local_size_x = 256, local_size_x_id = 0) in;
layout(constant_id = 32) const uint TILE_M = 64;
layout(constant_id = 33) const uint TILE_N = 64;
layout(constant_id = 34) const uint ROWS = 4;
layout(constant_id = 35) const uint COLUMNS = 4;
layout(constant_id = 36) const uint DEPTH = 16;

const uint WIDTH = TILE_N / COLUMNS, HEIGHT = TILE_M / ROWS, ALL = WIDTH * HEIGHT, PITCH_A = TILE_M + 1u;   // odd: spreads the banks

// What a step of k adds to a row's place in A, to a column's plane of the image, and to its pixel there.
struct Step { uint a, b; int y, x; };

// Where a row of A begins, and where a column looks at the image when k is 0.
struct Column { uint plane; int top, left; };

shared Step steps[DEPTH];
shared float tileA[DEPTH * PITCH_A];                            // [k][m]
shared float tileB[DEPTH * TILE_N];                             // [k][column]; later HEIGHT rows of the result

const bool IS_WEIGHT = ROLE == WEIGHT;

Step stepOf(uint k, Axis vertical, Axis horizontal, uint firstImage)
{
    if (IS_WEIGHT)
    {
        const uint line = divide(k, a.outWidth), x = k - line * a.outWidth, nth = divide(line, a.outHeight), y = line - nth * a.outHeight;
        const uint image = firstImage + nth;
        return Step((image * a.outChannels * a.outHeight + y) * a.outWidth + x, image * a.channels * a.height * a.width,
            int(y * STRIDE_Y), int(x * STRIDE_X));
    }
    const uint line = divide(k, horizontal.taps), x = k - line * horizontal.taps;
    const uint c = divide(line, vertical.taps), y = line - c * vertical.taps;
    return Step(weightOf(0u, 0u, c, tapY(vertical, y), tapX(horizontal, x)), c * a.height * a.width,
        int(y * SOURCE_STEP_Y), int(x * SOURCE_STEP_X));
}

Column columnOf(uint column, uint group, Axis vertical, Axis horizontal)
{
    const uint depth = a.channels / a.groups;
    if (IS_WEIGHT)
    {
        const uint y = column / KERNEL_W % KERNEL_H, x = column % KERNEL_W;
        return Column((group * depth + column / TAPS) * a.height * a.width,
            int(y * DILATION_Y) - int(PADDING_Y), int(x * DILATION_X) - int(PADDING_X));
    }
    const uint line = divide(column, horizontal.places), x = column - line * horizontal.places;
    const uint image = divide(line, vertical.places), y = line - image * vertical.places;
    return Column((image * a.channels + group * depth) * a.height * a.width,
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

    float sum[ROWS * COLUMNS];
    [[unroll]] for (uint i = 0u; i < ROWS * COLUMNS; i++) sum[i] = 0.0;
    const uint rowStep = IS_WEIGHT ? a.outHeight * a.outWidth : IS_TRANSPOSED ? TAPS : depth * TAPS;
    const uint rowBase = IS_WEIGHT ? group * rows * rowStep : group * rows * depth * TAPS;

    [[dont_unroll]] for (uint k0 = 0u; k0 < K; k0 += DEPTH)
    {
        if (lane < DEPTH) steps[lane] = stepOf(min(k0 + lane, K - 1u), vertical, horizontal, images.x);
        barrier();
        [[dont_unroll]] for (uint e = lane; e < DEPTH * TILE_M; e += ALL)
        {
            const uint k = e % DEPTH, m = e / DEPTH;
            const bool inside = k0 + k < K && m0 + m < rows;
            const float value = a.a.v[rowBase + min(m0 + m, rows - 1u) * rowStep + steps[k].a];
            tileA[k * PITCH_A + m] = inside ? value : 0.0;
        }
        [[dont_unroll]] for (uint e = lane; e < DEPTH * TILE_N; e += ALL)
        {
            const uint k = e / TILE_N, n = e % TILE_N;
            const Column column = columnOf(min(n0 + n, N - 1u), group, vertical, horizontal);
            const Step at = steps[k];
            const int from = column.top + at.y;
            const bool inside = k0 + k < K && uint(from) < a.height;
            tileB[e] = valueAt(column.plane + at.b + (inside ? uint(from) : 0u) * a.width, inside, column.left + at.x);
        }
        barrier();
        [[unroll]] for (uint k = 0u; k < DEPTH; k++)
        {
            float b[COLUMNS];
            [[unroll]] for (uint j = 0u; j < COLUMNS; j++) b[j] = tileB[k * TILE_N + j * WIDTH + x];
            [[unroll]] for (uint i = 0u; i < ROWS; i++)
            {
                const float s = tileA[k * PITCH_A + i * HEIGHT + y];
                [[unroll]] for (uint j = 0u; j < COLUMNS; j++) sum[i * COLUMNS + j] += s * b[j];
            }
        }
        barrier();
    }

    float made[ROWS * COLUMNS];                                 // a copy: an array with a variable index lies in memory
    [[unroll]] for (uint i = 0u; i < ROWS * COLUMNS; i++) made[i] = sum[i];
    [[dont_unroll]] for (uint i = 0u; i < ROWS * COLUMNS; i++)
    {
        const uint m = m0 + i / COLUMNS * HEIGHT + y, n = n0 + i % COLUMNS * WIDTH + x;
        if (m >= rows || n >= N) continue;
        if (IS_WEIGHT) a.y0.v[gradientOf(part, group, m, n)] = floatBitsToUint(made[i]);
        else
        {
            const uint line = divide(n, horizontal.places), column = n - line * horizontal.places;
            const uint image = divide(line, vertical.places), row = line - image * vertical.places;
            const uint channel = group * rows + m, yOut = pixelY(vertical, row), xOut = pixelX(horizontal, column);
            finish(indexOf(image, channel, yOut, xOut), image, channel, yOut, xOut, made[i]);
        }
    }
}
