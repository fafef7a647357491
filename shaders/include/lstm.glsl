// The body of Lstm and LstmSubgroup: of the gates' input products x, [N, T, 4 UNITS], and the hidden state before, the input gate
// i = s(x + h U), the forget gate f, the candidate g = tanh(x + h U) and the output gate o, in this order; then the cell c = f c + i g
// and the hidden state h = o tanh(c): F. Gers et al., "Learning to Forget", 1999. Steps beyond a sequence's length are zeros.
#include "recurrent.glsl"

layout(push_constant, std430) uniform Args
{
    In x, weight, h0, c0;
    InInt lengths;
    InOut h, c;
    Out lastH, lastC, gates;
    uint N, T;
} a;

const uint GATES = 4u;
#define HIDDEN a.h
#define INITIAL a.h0

void last(Place place, Own own, REAL h, REAL c)
{
    store(a.lastH, place.n * UNITS, own, h);
    store(a.lastC, place.n * UNITS, own, c);
}

void cell(Place place, Own own, REAL sums[GATES])
{
    const uint start = place.at * GATES * UNITS;
    const REAL before = stateBefore(place, a.c, a.c0, own);
    REAL i = sigmoidOf(load(a.x, start, own) + sums[0]), f = sigmoidOf(load(a.x, start + UNITS, own) + sums[1]);
    REAL g = tanhOf(load(a.x, start + 2u * UNITS, own) + sums[2]), o = sigmoidOf(load(a.x, start + 3u * UNITS, own) + sums[3]);
    REAL c = f * before + i * g, h = o * tanhOf(c);
    if (place.isLast) last(place, own, h, c);
    if (HAS_LENGTHS != 0u && !place.isWithin)
    {
        if (place.count == 0u) last(place, own, initialOf(a.h0, place.n, own), initialOf(a.c0, place.n, own));
        i = f = g = o = c = h = REAL(0);
    }
    store(a.gates, start, own, i);
    store(a.gates, start + UNITS, own, f);
    store(a.gates, start + 2u * UNITS, own, g);
    store(a.gates, start + 3u * UNITS, own, o);
    storeOwn(a.c, place.at * UNITS, own, c);
    storeOwn(a.h, place.at * UNITS, own, h);
}
#include "recurrentwalk.glsl"
