// Linear interpolation along an axis, corners not aligned: pixel o of the longer line lies at (o + 1/2) / SCALE - 1/2 of the shorter one,
// whose ends go on outside. In whole numbers of 1 / (2 SCALE), so that only the share is rounded.
#ifndef INTERPOLATE_GLSL
#define INTERPOLATE_GLSL
#include "tensor.glsl"
#include "math.glsl"

layout(constant_id = 24) const uint SCALE = 2;

struct Between { uint low, high; float share; };                // the pixels on both sides, and what the high one gives

Between between(uint o, uint pixels)
{
    uint at = uint(max(int(2u * o + 1u) - int(SCALE), 0)), low = at / (2u * SCALE);
    return Between(low, min(low + 1u, pixels - 1u), float(int(at - low * (2u * SCALE))) / float(int(2u * SCALE)));
}
#endif
