// One round of a tournament of runs: of each two runs of a row that are in order, the greatest first, what comes first of both together.
// Runs stand by the places of their elements in x, of which those beyond a row come last. An invocation places one element a round, or
// leaves it out.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "sort.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(push_constant, std430) uniform Args
{
    In x;                                                       // [rows, of]
    InInt before;                                               // [rows, cols]
    OutInt y;                                                   // [rows, kept]: `most` of each pair, of the last all if it has fewer
    uint rows, of, cols, run, kept, most;
} a;

#define HELD(j) elementOf(a.x, row, a.of, uint(a.before.v[row * a.cols + j]), true)

void main()
{
    IN_ROUNDS(at, a.rows * a.cols)
    {
        uint row = divide(at, a.cols), i = at - row * a.cols, place;
        Ranked own = HELD(i);
        OtherRun other = otherRunOf(i, a.run, a.cols);
        MERGED_PLACE(place, other, i, own, a.run, HELD)
        if (place < a.most) a.y.v[row * a.kept + other.pair / 2u / a.run * a.most + place] = int(own.at);
    }
}
