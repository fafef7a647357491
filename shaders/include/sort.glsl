// The order in which floats are sorted, and where one comes when two runs that are in order are merged.
#ifndef SORT_GLSL
#define SORT_GLSL
#include "tensor.glsl"
#include "math.glsl"

// Numbers that are in the order of the values: of a negative float all bits turned, of another the sign's; 0 is -0, and NaN above all.
uint keyOf(float x, bool isDescending)
{
    uint bits = x == 0.0 ? 0u : floatBitsToUint(x);
    uint key = isNan(x) ? 0xFFFFFFFFu : (bits >> 31) != 0u ? ~bits : bits | 0x80000000u;
    return isDescending ? ~key : key;
}

// What one of the runs of a row is merged with: the neighbours from `low` to `high`, and where in the row the pair begins.
struct OtherRun { uint low, high, pair; bool isSecond; };

OtherRun otherRunOf(uint i, uint run, uint cols)
{
    uint own = i / run, pair = own / 2u * 2u * run, other = own % 2u == 0u ? pair + run : pair;
    return OtherRun(min(other, cols), min(other + run, cols), pair, own % 2u == 0u);
}

// In the pair the place of what is at place i of a row: that in its own run, and how many of the other run come before, of equals those of
// the first run. HELD(j) is the key of what is at place j.
#define MERGED_PLACE(place, other, i, key, RUN, HELD) \
    { \
        uint low = other.low, high = other.high; \
        while (low < high) \
        { \
            uint middle = (low + high) / 2u, held = HELD(middle); \
            bool comes = other.isSecond ? held < key : held <= key; \
            low = comes ? middle + 1u : low; \
            high = comes ? high : middle; \
        } \
        place = i % RUN + (low - other.low); \
    }
#endif
