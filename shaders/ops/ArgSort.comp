// One pass of a stable merge sort of the rows of x, by the order in which elements come. MERGES 0: each run of RUN neighbours is put in
// order by counting who comes before. 1: of two runs that are in order each element finds how many of the other come before it by halving
// (Batcher's merge by ranks). RANKS 1: writes to which place each element came, too. An invocation places one element a round.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "math.glsl"

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

// Numbers that are in the order of the values: of a negative float all bits turned, of another the sign's; 0 is -0, and NaN above all.
uint keyOf(uint at)
{
    float x = a.x.v[at];
    uint bits = x == 0.0 ? 0u : floatBitsToUint(x);
    uint key = isNan(x) ? 0xFFFFFFFFu : (bits >> 31) != 0u ? ~bits : bits | 0x80000000u;
    return DESCENDING != 0u ? ~key : key;
}

uint countBefore(uint start, uint i)
{
    uint first = i / a.run * a.run, end = min(first + a.run, a.cols), key = keyOf(start + i), count = 0u;
    for (uint j = first; j < end; j++)
    {
        uint other = keyOf(start + j);
        count += other < key || (other == key && j < i) ? 1u : 0u;
    }
    return first + count;
}

// The place of what is at place i: that in its own run, and how many of the other run come before. Of equals the first run's do.
uint mergedPlace(uint start, uint i, uint key)
{
    uint own = i / a.run, pair = own / 2u * 2u * a.run, other = own % 2u == 0u ? pair + a.run : pair;
    uint low = min(other, a.cols), from = low, high = min(other + a.run, a.cols);
    while (low < high)
    {
        uint middle = (low + high) / 2u, held = keyOf(start + uint(a.before.v[start + middle]));
        bool comes = own % 2u == 0u ? held < key : held <= key;
        low = comes ? middle + 1u : low;
        high = comes ? high : middle;
    }
    return pair + (i - own * a.run) + (low - from);
}

void main()
{
    IN_ROUNDS(at, a.rows * a.cols)
    {
        uint row = divide(at, a.cols), start = row * a.cols, i = at - start, element = i, place;
        if (MERGES != 0u)
        {
            element = uint(a.before.v[at]);
            place = mergedPlace(start, i, keyOf(start + element));
        }
        else place = countBefore(start, i);
        a.order.v[start + place] = int(element);
        if (RANKS != 0u) a.rank.v[start + element] = int(place);
    }
}
