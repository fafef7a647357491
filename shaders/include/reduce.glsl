// Sums and maxima over a workgroup, as a tree in shared memory: always in the same order, so always the same bits. The local size is a
// power of two, at most 256. All invocations call, and all get the result.
#ifndef REDUCE_GLSL
#define REDUCE_GLSL
#include "math.glsl"

shared float reduced[256];

#define REDUCE(COMBINE) \
    uint lane = gl_LocalInvocationID.x; \
    barrier(); \
    reduced[lane] = x; \
    for (uint width = size >> 1; width > 0u; width >>= 1) \
    { \
        barrier(); \
        if (lane < width) reduced[lane] = COMBINE(reduced[lane], reduced[lane + width]); \
    } \
    barrier(); \
    return reduced[0];

float plus(float x, float y) { return x + y; }

// Long sums go by runs of so many elements, whose sums are added with what their rounding loses: a chain of millions would lose its last
// terms.
const uint SUM_RUN = 128;

// A sum and what its rounding has lost, less than half of its last place (A. Neumaier 1974, the loss carried over at each step: else, of
// millions, what is lost grows so large that it loses itself).
struct Sum { float value, lost; };

Sum plus(Sum sum, float x)
{
    precise float value = sum.value + x;
    precise float lost = sum.lost + (abs(sum.value) >= abs(x) ? (sum.value - value) + x : (x - value) + sum.value);
    precise float whole = value + lost;
    precise float rest = lost - (whole - value);
    if (abs(whole) < INFINITY) return Sum(whole, rest);
    return Sum(value, 0.0);                                     // what is no number, or infinite, stays
}

float valueOf(Sum sum) { return sum.value + sum.lost; }

// `size` is gl_WorkGroupSize.x, which reads 1 up here, above the kernel's local_size_x_id.
float sumOf(float x, uint size) { REDUCE(plus) }
float maxOf(float x, uint size) { REDUCE(maxNan) }

#define WORKGROUP_SUM(value) sumOf(value, gl_WorkGroupSize.x)
#define WORKGROUP_MAX(value) maxOf(value, gl_WorkGroupSize.x)
#endif
