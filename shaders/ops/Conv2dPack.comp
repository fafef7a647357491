// Weights in the order in which Conv2dSubgroup.comp reads them: [group][tile of ROWS channels m][phase along y][channel c][tap y of the
// phase][tap x][m of the tile], 0 where a phase has no such tap, or the last tile no such channel. An invocation makes one element a round.
#version 460
#extension GL_GOOGLE_include_directive : require
#define PACKS
#include "conv.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 32) const uint ROWS = 16;

const uint TAPS_Y = (KERNEL_H + TAP_STEP_Y - 1u) / TAP_STEP_Y;

void main()
{
    const uint rows = a.outChannels / a.groups, depth = a.channels / a.groups, tiles = (rows + ROWS - 1u) / ROWS;
    IN_ROUNDS(at, a.groups * tiles * PHASES_Y * depth * TAPS_Y * KERNEL_W * ROWS)
    {
        const uint tap = at / ROWS, x = tap % KERNEL_W, y = tap / KERNEL_W % TAPS_Y, rest = tap / (KERNEL_W * TAPS_Y);
        const uint line = divide(rest, depth), c = rest - line * depth, phase = line % PHASES_Y, tile = line / PHASES_Y;
        const uint group = divide(tile, tiles), m = (tile - group * tiles) * ROWS + at % ROWS;
        const Axis vertical = axisY(phase);
        const bool inside = m < rows && y < vertical.taps;
        const uint from = weightOf(group, min(m, rows - 1u), c, inside ? tapY(vertical, y) : 0u, x);
        a.y0.v[at] = inside ? floatBitsToUint(a.a.v[from]) : 0u;
    }
}
