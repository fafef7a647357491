// Where a row of x has its maximum, the first of equals; a NaN counts as the maximum, so that it shows.
#ifndef ARGMAX_GLSL
#define ARGMAX_GLSL
#include "tensor.glsl"
#include "math.glsl"

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
