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

// An element by its key and its place in the row, of which no two are the same: of equals the first comes first.
struct Ranked { uint key, at; };

bool comesBefore(Ranked one, Ranked other) { return one.key < other.key || (one.key == other.key && one.at < other.at); }

// The element at a place of a row; beyond the row's end one that comes after all.
Ranked elementOf(In x, uint row, uint cols, uint at, bool isDescending)
{
    uint key = 0xFFFFFFFFu;
    if (at < cols) key = keyOf(x.v[row * cols + at], isDescending);
    return Ranked(key, at);
}

// What one of the runs of a row is merged with: the neighbours from `low` to `high`, and where in the row the pair begins.
struct OtherRun { uint low, high, pair; };

OtherRun otherRunOf(uint i, uint run, uint cols)
{
    uint own = i / run, pair = own / 2u * 2u * run, other = own % 2u == 0u ? pair + run : pair;
    return OtherRun(min(other, cols), min(other + run, cols), pair);
}

// In the pair the place of what is at place i of a row: that in its own run, and how many of the other run come before. HELD(j) is what is
// at place j.
#define MERGED_PLACE(place, other, i, own, RUN, HELD) \
    { \
        uint low = other.low, high = other.high; \
        while (low < high) \
        { \
            uint middle = (low + high) / 2u; \
            bool comes = comesBefore(HELD(middle), own); \
            low = comes ? middle + 1u : low; \
            high = comes ? high : middle; \
        } \
        place = i % RUN + (low - other.low); \
    }
#endif
