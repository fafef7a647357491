// WEIGHT (conv.glsl) for CPU drivers: a workgroup of one subgroup of L lanes makes gradients of ROWS channels of y by
// L x LINES lines of taps of x's channels. A lane owns LINES whole lines (channel, tap along y), so that a value it reads serves each
// of the line's taps; y's gradient is loaded a channel a lane, STEPS pixels of a row a round, and broadcast.
// Grid: lines over L x LINES, then tiles of ROWS channels, then parts x groups.
#version 460
#extension GL_GOOGLE_include_directive : require
#extension GL_KHR_shader_subgroup_basic : require
#extension GL_KHR_shader_subgroup_ballot : require
#define SUMS
#include "convpairs.glsl"

layout(local_size_x = 8, local_size_x_id = 0) in;
layout(constant_id = 32) const uint ROWS = 16;                  // 8 or 16
layout(constant_id = 33) const uint STEPS = 4;                  // even, or all of a row
layout(constant_id = 34) const uint LINES = 1;
layout(constant_id = 35) const uint PAIRED = 0;                 // 1: rows of y have even length and begin where a pair may
layout(constant_id = 36) const uint PAIRED_X = 0;               // 1: so have those of x

const uint L = gl_WorkGroupSize.x;
const uint OWNED = ROWS < L ? ROWS : L, GROUPS = ROWS / OWNED;
const uint SPAN = (STEPS - 1u) * STRIDE_X + (KERNEL_W - 1u) * DILATION_X + 1u;
const bool SHARED = SPAN < STEPS * KERNEL_W;
const bool IN_PAIRS = SHARED && PAIRED_X != 0u;
const uint EARLY = IN_PAIRS ? PADDING_X & 1u : 0u;                // pixels that come with the first pair and are not used
const uint HELD = !SHARED ? STEPS * KERNEL_W : IN_PAIRS ? EARLY + SPAN + 1u & ~1u : SPAN, COLUMNS = LINES * KERNEL_W;

void main()
{
    const uint lane = gl_SubgroupInvocationID, rows = a.outChannels / a.groups, depth = a.channels / a.groups;
    const uint lines = depth * KERNEL_H;
    const uvec3 place = groupIn(tilesOf(lines, L * LINES), tilesOf(rows, ROWS));
    const uint first = (place.x * L + lane) * LINES, m0 = place.y * ROWS, part = place.z / a.groups, group = place.z - part * a.groups;
    if (part >= a.i0) return;                                   // the whole workgroup
    const uvec2 images = imagesOf(part);

    uint channel[LINES];
    int down[LINES];
    [[unroll]] for (uint q = 0u; q < LINES; q++)
    {
        const uint line = min(first + q, lines - 1u);
        channel[q] = line / KERNEL_H;
        down[q] = int(line % KERNEL_H * DILATION_Y) - int(PADDING_Y);
    }

    float sum[ROWS * COLUMNS];
    [[unroll]] for (uint i = 0u; i < ROWS * COLUMNS; i++) sum[i] = 0.0;

    uint image = images.x, y = 0u, x0 = 0u;
    if (image < images.y) [[dont_unroll]] do                    // one loop, left at its end: see shaders/README.md
    {
        float own[GROUPS * STEPS];
        [[unroll]] for (uint g = 0u; g < GROUPS; g++)
        {
            const uint m = group * rows + min(m0 + g * OWNED + lane % OWNED, rows - 1u);
            const uint from = ((image * a.outChannels + m) * a.outHeight + y) * a.outWidth;
            [[unroll]] for (uint u = 0u; u < STEPS; u += 2u)
            {
                const uint x = min(x0 + u, a.outWidth - 1u), next = min(x0 + u + 1u, a.outWidth - 1u);
                const vec2 two = PAIRED != 0u ? pairOf(a.a, from + min(x0 + u, a.outWidth - 2u))
                    : vec2(a.a.v[from + x], a.a.v[from + next]);
                own[g * STEPS + u] = x0 + u < a.outWidth ? two.x : 0.0;
                if (u + 1u < STEPS) own[g * STEPS + u + 1u] = x0 + u + 1u < a.outWidth ? two.y : 0.0;
            }
        }
        float held[LINES * HELD];
        [[unroll]] for (uint q = 0u; q < LINES; q++)
        {
            const int at = int(y * STRIDE_Y) + down[q];
            const bool inside = uint(at) < a.height;
            const uint row = ((image * a.channels + group * depth + channel[q]) * a.height + (inside ? uint(at) : 0u)) * a.width;
            [[unroll]] for (uint i = 0u; i < HELD; i += IN_PAIRS ? 2u : 1u)
            {
                const uint offset = SHARED ? i : i / KERNEL_W * STRIDE_X + i % KERNEL_W * DILATION_X;
                const int x = int(x0 * STRIDE_X + offset) - int(PADDING_X + EARLY);
                const vec2 two = IN_PAIRS ? valuesAt(row, inside, x) : vec2(valueAt(row, inside, x), 0.0);
                held[q * HELD + i] = two.x;
                if (IN_PAIRS) held[q * HELD + i + 1u] = two.y;
            }
        }
        float value[STEPS * COLUMNS];
        [[unroll]] for (uint i = 0u; i < STEPS * COLUMNS; i++)
        {
            const uint u = i / COLUMNS, q = i % COLUMNS / KERNEL_W, x = i % KERNEL_W;
            const float v = held[q * HELD + (SHARED ? EARLY + u * STRIDE_X + x * DILATION_X : u * KERNEL_W + x)];
            value[i] = x0 + u < a.outWidth ? v : 0.0;           // beyond the row 0 times 0, whatever lies there
        }
        [[unroll]] for (uint i = 0u; i < ROWS; i++)
            [[unroll]] for (uint u = 0u; u < STEPS; u++)
            {
                const float s = subgroupBroadcast(own[i / OWNED * STEPS + u], i % OWNED);
                [[unroll]] for (uint j = 0u; j < COLUMNS; j++) sum[i * COLUMNS + j] += s * value[u * COLUMNS + j];
            }

        x0 += STEPS;
        y += x0 < a.outWidth ? 0u : 1u;
        x0 = x0 < a.outWidth ? x0 : 0u;
        image += y < a.outHeight ? 0u : 1u;
        y = y < a.outHeight ? y : 0u;
    }
    while (image < images.y);

    float made[ROWS * COLUMNS];                                 // a copy: an array with a variable index lies in memory
    [[unroll]] for (uint i = 0u; i < ROWS * COLUMNS; i++) made[i] = sum[i];
    [[dont_unroll]] for (uint i = 0u; i < ROWS * COLUMNS; i++)
    {
        const uint m = m0 + i / COLUMNS, line = first + i % COLUMNS / KERNEL_W;
        if (m < rows && line < lines) a.y0.v[gradientOf(part, group, m, line * KERNEL_W + i % KERNEL_W)] = floatBitsToUint(made[i]);
    }
}
