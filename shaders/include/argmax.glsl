// Where a row of x has its maximum, the first of equals; a NaN counts as the maximum, so that it shows, and the first of them.
#ifndef ARGMAX_GLSL
#define ARGMAX_GLSL
#include "tensor.glsl"
#include "math.glsl"

struct Peak { float value; uint at; };

const uint NOWHERE = 0xFFFFFFFFu;                               // of none, which is less than all

// Whether one comes before another in the order of maxima.
bool isAbove(Peak one, Peak other)
{
    bool isFirst = one.at < other.at, isNone = isNan(one.value), isOtherNone = isNan(other.value);
    return isNone != isOtherNone ? isNone : isNone || one.value == other.value ? isFirst : one.value > other.value;
}

uint argMax(In x, uint start, uint cols)
{
    uint best = 0u;
    float peak = -INFINITY;
    for (uint i = 0u; i < cols; i++)
    {
        float value = x.v[start + i];
        if (isNan(peak) || !(value > peak || isNan(value))) continue;
        peak = value;
        best = i;
    }
    return best;
}
#endif
