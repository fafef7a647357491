// One pass of a stable merge sort of the rows of x, by the order in which elements come. MERGES 0: each run of RUN neighbours is put in
// order by counting who comes before. 1: of two runs that are in order each element finds how many of the other come before it by halving
// (Batcher's merge by ranks). RANKS 1: writes to which place each element came, too. An invocation places one element a round.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "sort.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 24) const uint DESCENDING = 0;
layout(constant_id = 25) const uint MERGES = 0;
layout(constant_id = 26) const uint RANKS = 0;

layout(push_constant, std430) uniform Args
{
    In x;                                                       // [rows, cols]
    InInt before;                                               // of MERGES the order so far
    OutInt order;                                               // [rows, cols]
    OutInt rank;
    uint rows, cols, run;
} a;

Ranked elementAt(uint row, uint i) { return elementOf(a.x, row, a.cols, i, DESCENDING != 0u); }

uint countBefore(uint row, uint i)
{
    uint first = i / a.run * a.run, end = min(first + a.run, a.cols), count = 0u;
    Ranked own = elementAt(row, i);
    for (uint j = first; j < end; j++) count += comesBefore(elementAt(row, j), own) ? 1u : 0u;
    return first + count;
}

#define HELD(j) elementAt(row, uint(a.before.v[row * a.cols + j]))

void main()
{
    IN_ROUNDS(at, a.rows * a.cols)
    {
        uint row = divide(at, a.cols), start = row * a.cols, i = at - start, element = i, place;
        if (MERGES != 0u)
        {
            element = uint(a.before.v[at]);
            Ranked own = elementAt(row, element);
            OtherRun other = otherRunOf(i, a.run, a.cols);
            MERGED_PLACE(place, other, i, own, a.run, HELD)
            place += other.pair;
        }
        else place = countBefore(row, i);
        a.order.v[start + place] = int(element);
        if (RANKS != 0u) a.rank.v[start + element] = int(place);
    }
}
