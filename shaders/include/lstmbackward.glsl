// The body of LstmBackward and LstmBackwardSubgroup: from the gradients of all hidden states (toH), and of the last hidden state and cell
// (toLastH, toLastC), those of the gates' input products (delta), of the hidden states and cells before the first step (toH0, toC0), and
// the hidden state that each step began with (previous): what the gradient of the recurrent weight is made of.
#define BACKWARD
#include "recurrent.glsl"

layout(constant_id = 31) const uint GIVEN = 1;                  // bits 0 to 2: there is toH, toLastH, toLastC

layout(push_constant, std430) uniform Args
{
    In gates, c, h, weight, h0, c0, toH, toLastH, toLastC;
    InInt lengths;
    InOut delta;
    Out previous, toH0;
    InOut toC0;
    uint N, T;
} a;

const uint GATES = 4u;
#define DELTA a.delta

REAL lastOf(In toLast, uint bit, Place place, Own own)
{
    if ((GIVEN & bit) != 0u) return load(toLast, place.n * UNITS, own);
    return REAL(0);
}

void begin(Place place, Own own, REAL sums[1])
{
    store(a.toH0, place.n * UNITS, own, place.count == 0u ? lastOf(a.toLastH, 2u, place, own) : sums[0]);
    if (place.count == 0u) storeOwn(a.toC0, place.n * UNITS, own, lastOf(a.toLastC, 4u, place, own));
}

void cell(Place place, Own own, REAL sums[1])
{
    const uint start = place.at * GATES * UNITS;
    REAL i = REAL(0), f = REAL(0), g = REAL(0), o = REAL(0), previous = REAL(0);
    if (place.isWithin)
    {
        i = load(a.gates, start, own);
        f = load(a.gates, start + UNITS, own);
        g = load(a.gates, start + 2u * UNITS, own);
        o = load(a.gates, start + 3u * UNITS, own);
        previous = stateBefore(place, a.h, a.h0, own);
        const REAL t = tanhOf(load(a.c, place.at * UNITS, own)), before = stateBefore(place, a.c, a.c0, own);
        REAL toH = place.isLast ? lastOf(a.toLastH, 2u, place, own) : sums[0];
        REAL toC = place.isLast ? lastOf(a.toLastC, 4u, place, own) : loadOwn(a.toC0, place.n * UNITS, own);
        if ((GIVEN & 1u) != 0u) toH += load(a.toH, place.at * UNITS, own);
        toC += toH * o * (1.0 - t * t);
        storeOwn(a.toC0, place.n * UNITS, own, toC * f);
        o = toH * t * o * (1.0 - o);
        f = toC * before * f * (1.0 - f);
        const REAL toG = toC * i * (1.0 - g * g);
        i = toC * g * i * (1.0 - i);
        g = toG;
    }
    storeOwn(a.delta, start, own, i);
    storeOwn(a.delta, start + UNITS, own, f);
    storeOwn(a.delta, start + 2u * UNITS, own, g);
    storeOwn(a.delta, start + 3u * UNITS, own, o);
    store(a.previous, place.at * UNITS, own, previous);
}
#include "recurrentwalk.glsl"
