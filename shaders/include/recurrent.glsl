// What the kernels of recurrent ops share: one dispatch walks over all steps t of N sequences [N, T, ..]. A workgroup walks with ROWS of
// them, so that no other has to wait for it; an invocation owns some of the units, in tiles of as many as the workgroup owns at once, and
// makes all of a unit: its gates, its states and their gradients. With SUBGROUP, for CPU drivers, a workgroup is one
// subgroup, and an invocation owns BLOCKS pairs of neighbouring units; else it owns one unit, and what is multiplied is held in shared
// memory. A kernel declares its arguments, N, T and lengths among them, and its cell; recurrentwalk.glsl has the rest.
#ifndef RECURRENT_GLSL
#define RECURRENT_GLSL
#include "tensor.glsl"
#include "math.glsl"

layout(constant_id = 24) const uint UNITS = 32;
layout(constant_id = 25) const uint HAS_STATE = 0;              // 0: zeros are there before the first step
layout(constant_id = 26) const uint HAS_LENGTHS = 0;            // 1: steps from lengths[n] on are zeros, and change no state
layout(constant_id = 27) const uint REVERSE = 0;                // 1: from the last step to the first
layout(constant_id = 28) const uint ROWS = 4;

#ifdef SUBGROUP
layout(local_size_x = 8, local_size_x_id = 0) in;
layout(constant_id = 29) const uint WIDE = 0;                   // 1: all rows begin where a pair of floats may
layout(constant_id = 30) const uint BLOCKS = 1;

layout(buffer_reference, std430, buffer_reference_align = 8) readonly buffer Pairs { uint64_t v[]; };
layout(buffer_reference, std430, buffer_reference_align = 8) writeonly buffer OutPairs { uint64_t v[]; };
layout(buffer_reference, std430, buffer_reference_align = 8) buffer InOutPairs { uint64_t v[]; };

#define REAL vec2
#define LANE gl_SubgroupInvocationID
const uint OWN = 2u;
#else
layout(local_size_x = 64, local_size_x_id = 0) in;
#define REAL float
#define LANE gl_LocalInvocationID.x
const uint OWN = 1u, BLOCKS = 1u;
#endif

const uint L = gl_WorkGroupSize.x, TILE = OWN * BLOCKS * L;

// The units that an invocation owns in a block of a tile: they may be beyond the last; what is read instead is inside.
struct Own { uint unit, first, second; };

Own ownOf(uint tile, uint block)
{
    const uint unit = tile + (block * L + LANE) * OWN, first = min(unit, UNITS - 1u & ~(OWN - 1u));
    return Own(unit, first, min(first + OWN - 1u, UNITS - 1u));
}

#ifdef SUBGROUP
vec2 load(In x, uint start, Own own)
{
    if (WIDE != 0u) return uintBitsToFloat(unpackUint2x32(Pairs(x).v[start + own.first >> 1]));
    return vec2(x.v[start + own.first], x.v[start + own.second]);
}

vec2 loadOwn(InOut x, uint start, Own own)
{
    if (WIDE != 0u) return uintBitsToFloat(unpackUint2x32(InOutPairs(x).v[start + own.first >> 1]));
    return vec2(x.v[start + own.first], x.v[start + own.second]);
}

void store(Out y, uint start, Own own, vec2 value)
{
    if (WIDE != 0u)
    {
        if (own.unit < UNITS) OutPairs(y).v[start + own.unit >> 1] = packUint2x32(floatBitsToUint(value));
        return;
    }
    if (own.unit < UNITS) y.v[start + own.unit] = value.x;
    if (own.unit + 1u < UNITS) y.v[start + own.unit + 1u] = value.y;
}

void storeOwn(InOut y, uint start, Own own, vec2 value)
{
    if (WIDE != 0u)
    {
        if (own.unit < UNITS) InOutPairs(y).v[start + own.unit >> 1] = packUint2x32(floatBitsToUint(value));
        return;
    }
    if (own.unit < UNITS) y.v[start + own.unit] = value.x;
    if (own.unit + 1u < UNITS) y.v[start + own.unit + 1u] = value.y;
}

vec2 sigmoidOf(vec2 x) { return vec2(sigmoid32(x.x), sigmoid32(x.y)); }
vec2 tanhOf(vec2 x) { return vec2(tanh32(x.x), tanh32(x.y)); }
#else
float load(In x, uint start, Own own) { return x.v[start + own.first]; }
float loadOwn(InOut x, uint start, Own own) { return x.v[start + own.first]; }
void store(Out y, uint start, Own own, float value) { if (own.unit < UNITS) y.v[start + own.unit] = value; }
void storeOwn(InOut y, uint start, Own own, float value) { if (own.unit < UNITS) y.v[start + own.unit] = value; }
float sigmoidOf(float x) { return sigmoid32(x); }
float tanhOf(float x) { return tanh32(x); }
#endif

// A step of a sequence of so many (count). Its values lie in row `at` of [N T, ..], those of the step that the walk forward takes before
// it in row `before`. isFirst: there is none. isLast: none comes after it. isWithin: it is a step of the sequence.
struct Place { uint n, at, before, count; bool isFirst, isLast, isWithin; };

Place placeOf(uint n, uint t, uint steps, uint count)
{
    const uint at = n * steps + t;
    const bool isWithin = t < count, isFirst = REVERSE != 0u ? t + 1u >= count : t == 0u;
    const bool isLast = isWithin && (REVERSE != 0u ? t == 0u : t + 1u == count);
    return Place(n, at, isFirst ? at : REVERSE != 0u ? at + 1u : at - 1u, count, isFirst, isLast, isWithin);
}

// A state before the first step.
REAL initialOf(In initial, uint n, Own own)
{
    if (HAS_STATE != 0u) return load(initial, n * UNITS, own);
    return REAL(0);
}

// A state that a step begins with: forward this dispatch stored it, and it is not read as read-only.
#ifdef BACKWARD
#define STATES In
#define LOAD_STATES load
#else
#define STATES InOut
#define LOAD_STATES loadOwn
#endif
REAL stateBefore(Place place, STATES states, In initial, Own own)
{
    if (!place.isFirst) return LOAD_STATES(states, place.before * UNITS, own);
    return initialOf(initial, place.n, own);
}
#endif
