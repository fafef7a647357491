// The body of RnnBackward and RnnBackwardSubgroup: from the gradients of all hidden states (toH) and of the last (toLastH) those of the
// input's products (delta) and of the states before the first step (toH0), and the state that each step began with (previous).
#define BACKWARD
#include "recurrent.glsl"

layout(constant_id = 31) const uint GIVEN = 1;                  // bits 0 and 1: there is toH, toLastH
layout(constant_id = 32) const uint RELU = 0;

layout(push_constant, std430) uniform Args
{
    In h, weight, h0, toH, toLastH;
    InInt lengths;
    InOut delta;
    Out previous, toH0;
    uint N, T;
} a;

const uint GATES = 1u;
#define DELTA a.delta

REAL lastOf(Place place, Own own)
{
    if ((GIVEN & 2u) != 0u) return load(a.toLastH, place.n * UNITS, own);
    return REAL(0);
}

float slopeOf(float h) { return RELU != 0u ? (h > 0.0 ? 1.0 : 0.0) : 1.0 - h * h; }
#ifdef SUBGROUP
vec2 slopeOf(vec2 h) { return vec2(slopeOf(h.x), slopeOf(h.y)); }
#endif

void begin(Place place, Own own, REAL sums[1])
{
    store(a.toH0, place.n * UNITS, own, place.count == 0u ? lastOf(place, own) : sums[0]);
}

void cell(Place place, Own own, REAL sums[1])
{
    REAL delta = REAL(0), previous = REAL(0);
    if (place.isWithin)
    {
        previous = stateBefore(place, a.h, a.h0, own);
        delta = place.isLast ? lastOf(place, own) : sums[0];
        if ((GIVEN & 1u) != 0u) delta += load(a.toH, place.at * UNITS, own);
        delta *= slopeOf(load(a.h, place.at * UNITS, own));
    }
    storeOwn(a.delta, place.at * UNITS, own, delta);
    store(a.previous, place.at * UNITS, own, previous);
}
#include "recurrentwalk.glsl"
