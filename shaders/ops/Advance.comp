// Ends a recording, as its last dispatch and in one workgroup: its counters and its sums go on.
// Each of n entries {slot, increment, last, epochSlot} adds increment to counters[slot]; a counter that has passed `last` starts again at 0
// and adds one to counters[epochSlot]. Each of `tallies` entries {x | sums << 8, count, scale, entry} adds scale times the sum of count
// values of x to an entry of sums. Each of `finites` entries {sums, entries, steps, finite} counts a step, and as finite too where none of
// the other entries of sums has become NaN or infinite.
// An entry of sums is two words, its value and what that has lost by rounding (T. Dekker 1971): together about 48 bits.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "reduce.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(push_constant, std430) uniform Args
{
    InOutWords counters;
    InWords table;                                              // [n + tallies + finites, 4]; last = 0xFFFFFFFF: never starts again
    uint n, tallies, finites;
    In x0, x1, x2, x3, x4, x5, x6, x7;
    InOut sums0, sums1, sums2, sums3;
} a;

In xOf(uint i)
{
    uvec2 low = i < 2u ? (i == 0u ? uvec2(a.x0) : uvec2(a.x1)) : (i == 2u ? uvec2(a.x2) : uvec2(a.x3));
    uvec2 high = i < 6u ? (i == 4u ? uvec2(a.x4) : uvec2(a.x5)) : (i == 6u ? uvec2(a.x6) : uvec2(a.x7));
    return In(i < 4u ? low : high);
}

InOut sumsOf(uint i)
{
    return InOut(i < 2u ? (i == 0u ? uvec2(a.sums0) : uvec2(a.sums1)) : (i == 2u ? uvec2(a.sums2) : uvec2(a.sums3)));
}

bool isFinite(float x) { return (floatBitsToUint(x) & 0x7F800000u) != 0x7F800000u; }

void advance(uint at)
{
    uint slot = a.table.v[at], last = a.table.v[at + 2u], epochSlot = a.table.v[at + 3u];
    uint value = a.counters.v[slot] + a.table.v[at + 1u];
    if (value > last)
    {
        value = 0u;
        a.counters.v[epochSlot] += 1u;
    }
    a.counters.v[slot] = value;
}

void add(InOut sums, uint entry, float x)
{
    float sum = sums.v[2u * entry];
    precise float total = sum + x, taken = total - sum;
    precise float rest = (sum - (total - taken)) + (x - taken) + sums.v[2u * entry + 1u];
    precise float rounded = total + rest;
    precise float lost = rest - (rounded - total);
    bool isSum = isFinite(total);                               // else the rest is NaN
    sums.v[2u * entry] = isSum ? rounded : total;
    sums.v[2u * entry + 1u] = isSum ? lost : 0.0;
}

void tally(uint at, uint size)
{
    uint slots = a.table.v[at], count = a.table.v[at + 1u];
    In x = xOf(slots & 0xFFu);
    float sum = 0.0;
    for (uint i = gl_LocalInvocationID.x; i < count; i += size) sum += x.v[i];
    sum = sumOf(sum, size);
    if (gl_LocalInvocationID.x == 0u) add(sumsOf(slots >> 8), a.table.v[at + 3u], uintBitsToFloat(a.table.v[at + 2u]) * sum);
}

void countFinite(uint at)
{
    InOut sums = sumsOf(a.table.v[at]);
    uint entries = a.table.v[at + 1u], steps = a.table.v[at + 2u], finite = a.table.v[at + 3u];
    bool areFinite = true;
    for (uint i = 0u; i < entries; i++) areFinite = areFinite && isFinite(sums.v[2u * i]);
    add(sums, steps, 1.0);
    add(sums, finite, areFinite ? 1.0 : 0.0);
}

void main()
{
    for (uint e = gl_LocalInvocationID.x; e < a.n; e += gl_WorkGroupSize.x) advance(4u * e);
    for (uint t = a.n; t < a.n + a.tallies; t++) tally(4u * t, gl_WorkGroupSize.x);
    if (gl_LocalInvocationID.x != 0u) return;
    for (uint f = a.n + a.tallies; f < a.n + a.tallies + a.finites; f++) countFinite(4u * f);
}
