// Of each of the blocks that a row has chosen the `run` greatest, in order: an invocation places one element a round, by counting who
// of its block comes before, or leaves it out.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "sort.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(push_constant, std430) uniform Args
{
    In x;                                                       // [rows, cols]
    InInt chosen;                                               // [rows, blocks]
    OutInt y;                                                   // [rows, blocks, run]: places of x, which may lie beyond the row
    uint rows, cols, blocks, block, run;
} a;

void main()
{
    IN_ROUNDS(at, a.rows * a.blocks * a.block)
    {
        uint one = divide(at, a.block), row = divide(one, a.blocks), first = uint(a.chosen.v[one]) * a.block, place = 0u;
        Ranked own = elementOf(a.x, row, a.cols, first + at - one * a.block, true);
        for (uint i = 0u; i < a.block; i++) place += comesBefore(elementOf(a.x, row, a.cols, first + i, true), own) ? 1u : 0u;
        if (place < a.run) a.y.v[one * a.run + place] = int(own.at);
    }
}
