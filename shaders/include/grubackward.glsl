// The body of GruBackward and GruBackwardSubgroup: from the gradients of all hidden states (toH) and of the last (toLastH) those of the
// gates' input products (delta) and of their recurrent products (recurrent), of the hidden states before the first step (toH0), and the
// hidden state that each step began with (previous): what the gradient of the recurrent weight is made of.
#define BACKWARD
#include "recurrent.glsl"

layout(constant_id = 31) const uint GIVEN = 1;                  // bits 0 and 1: there is toH, toLastH

layout(push_constant, std430) uniform Args
{
    In gates, q, h, weight, h0, toH, toLastH;
    InInt lengths;
    Out delta;
    InOut recurrent;
    Out previous;
    InOut toH0;                                                 // on the way what the update gate passes on
    uint N, T;
} a;

const uint GATES = 3u;
#define DELTA a.recurrent

REAL lastOf(Place place, Own own)
{
    if ((GIVEN & 2u) != 0u) return load(a.toLastH, place.n * UNITS, own);
    return REAL(0);
}

REAL passedOn(Place place, Own own, REAL sum) { return sum + loadOwn(a.toH0, place.n * UNITS, own); }

void begin(Place place, Own own, REAL sums[1])
{
    REAL toH0;
    if (place.count == 0u) toH0 = lastOf(place, own);
    else toH0 = passedOn(place, own, sums[0]);
    storeOwn(a.toH0, place.n * UNITS, own, toH0);
}

void cell(Place place, Own own, REAL sums[1])
{
    const uint start = place.at * GATES * UNITS;
    REAL toR = REAL(0), toZ = REAL(0), toN = REAL(0), toQ = REAL(0), previous = REAL(0);
    if (place.isWithin)
    {
        const REAL r = load(a.gates, start, own), z = load(a.gates, start + UNITS, own), n = load(a.gates, start + 2u * UNITS, own);
        previous = stateBefore(place, a.h, a.h0, own);
        REAL toH;
        if (place.isLast) toH = lastOf(place, own);
        else toH = passedOn(place, own, sums[0]);
        if ((GIVEN & 1u) != 0u) toH += load(a.toH, place.at * UNITS, own);
        storeOwn(a.toH0, place.n * UNITS, own, toH * z);
        toN = toH * (1.0 - z) * (1.0 - n * n);
        toZ = toH * (previous - n) * z * (1.0 - z);
        toR = toN * load(a.q, place.at * UNITS, own) * r * (1.0 - r);
        toQ = toN * r;
    }
    store(a.delta, start, own, toR);
    store(a.delta, start + UNITS, own, toZ);
    store(a.delta, start + 2u * UNITS, own, toN);
    storeOwn(a.recurrent, start, own, toR);
    storeOwn(a.recurrent, start + UNITS, own, toZ);
    storeOwn(a.recurrent, start + 2u * UNITS, own, toQ);
    store(a.previous, place.at * UNITS, own, previous);
}
#include "recurrentwalk.glsl"
