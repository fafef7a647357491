// y[outer, inner] = scale * sum, or maximum, of x[outer, reduce, inner] over its middle axis; always in the same order.
// MODE 0 (inner = 1): one workgroup an outer row, lanes stride over it, then a tree in shared memory; or one a part of a row, and y is
// [outer, parts], to be reduced again. Rows lie at a stride, and may be multiplied by t's, element by element, before they are summed.
// MODE 1: one invocation an element of y. Either way in four chains, so that an addition need not wait
// for the last one, and in short runs, whose sums are added with what their rounding loses: a chain of millions would lose its last terms.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "reduce.glsl"
#include "half.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 24) const uint OP = 0;                     // 0: sum; 1: maximum, which lets NaN pass and is not scaled; 2: of integers
layout(constant_id = 25) const uint MODE = 0;
layout(constant_id = 26) const uint HALF = 0;                   // 1: x is halves
layout(constant_id = 27) const uint TIMES = 0;                  // 1: x times t

const uint INTS = 2u;

layout(push_constant, std430) uniform Args
{
    In x, t;
    Out y;
    uint outer, reduce, inner, parts;
    int strideX, strideT, strideY;                              // words between rows; below 0: the last row lies first
    float scale;
} a;

uint rowOf(uint row, int stride) { return (stride < 0 ? a.outer - 1u - row : row) * uint(abs(stride)); }

float load(uint at, uint atT)
{
    if (TIMES != 0u) return a.x.v[at] * a.t.v[atT];
    if (HALF != 0u) return halfOf(floatBitsToUint(a.x.v[at >> 1]), at);
    return a.x.v[at];
}

float combine(float x, float y) { return OP == 0u ? x + y : maxNan(x, y); }

// Every `stride`-th of the elements 0, pitch, 2 pitch, ... from start on, beginning with `first`.
float reduceStrided(uint start, uint startT, uint count, uint first, uint stride, uint pitch)
{
    const float none = OP == 0u ? 0.0 : -INFINITY;
    Sum all = Sum(none, 0.0);
    for (uint i = first; i < count;)
    {
        const uint end = min(i + SUM_RUN * stride, count);
        float r0 = none, r1 = none, r2 = none, r3 = none;
        for (; i + 3u * stride < end; i += 4u * stride)
        {
            r0 = combine(r0, load(start + i * pitch, startT + i * pitch));
            r1 = combine(r1, load(start + (i + stride) * pitch, startT + (i + stride) * pitch));
            r2 = combine(r2, load(start + (i + 2u * stride) * pitch, startT + (i + 2u * stride) * pitch));
            r3 = combine(r3, load(start + (i + 3u * stride) * pitch, startT + (i + 3u * stride) * pitch));
        }
        for (; i < end; i += stride) r0 = combine(r0, load(start + i * pitch, startT + i * pitch));
        const float run = combine(combine(r0, r1), combine(r2, r3));
        if (OP == 0u) all = plus(all, run);
        else all.value = combine(all.value, run);
    }
    return OP == 0u ? valueOf(all) : all.value;
}

// The same of integers, which wrap.
uint sumInts(uint start, uint count, uint first, uint stride, uint pitch)
{
    uint sum = 0u;
    for (uint i = first; i < count; i += stride) sum += floatBitsToUint(a.x.v[start + i * pitch]);
    return sum;
}

shared uint reducedInts[256];

uint sumOfInts(uint x, uint size)
{
    reducedInts[gl_LocalInvocationID.x] = x;
    for (uint width = size >> 1; width > 0u; width >>= 1)
    {
        barrier();
        if (gl_LocalInvocationID.x < width) reducedInts[gl_LocalInvocationID.x] += reducedInts[gl_LocalInvocationID.x + width];
    }
    return reducedInts[0];                                      // the first lane's own
}

void store(uint at, float r) { a.y.v[at] = OP == 0u ? a.scale * r : r; }

void reduceInts(uint at, uint row, uint skipped, uint count)
{
    const uint sum = sumOfInts(
        sumInts(rowOf(row, a.strideX) + skipped, count, gl_LocalInvocationID.x, gl_WorkGroupSize.x, 1u), gl_WorkGroupSize.x);
    if (gl_LocalInvocationID.x == 0u) OutWords(uvec2(a.y)).v[at] = sum;
}

void main()
{
    if (MODE == 0u)
    {
        uint at = LINEAR_GROUP, row = at / a.parts, share = (a.reduce + a.parts - 1u) / a.parts, skipped = (at - row * a.parts) * share;
        if (row >= a.outer) return;                             // the whole workgroup
        uint count = min(share, a.reduce - min(skipped, a.reduce));
        if (OP == INTS)
        {
            reduceInts(at, row, skipped, count);
            return;
        }
        float r = reduceStrided(rowOf(row, a.strideX) + skipped, rowOf(row, a.strideT) + skipped, count, gl_LocalInvocationID.x,
            gl_WorkGroupSize.x, 1u);
        r = OP == 0u ? WORKGROUP_SUM(r) : WORKGROUP_MAX(r);
        if (gl_LocalInvocationID.x == 0u) store(a.parts == 1u ? rowOf(row, a.strideY) : at, r);
    }
    else
    {
        uint at = LINEAR_INDEX;
        if (at >= a.outer * a.inner) return;
        uint outer = divide(at, a.inner), inner = at - outer * a.inner;
        const uint start = outer * a.reduce * a.inner + inner;
        if (OP == INTS) OutWords(uvec2(a.y)).v[at] = sumInts(start, a.reduce, 0u, 1u, a.inner);
        else store(at, reduceStrided(start, 0u, a.reduce, 0u, 1u, a.inner));
    }
}
