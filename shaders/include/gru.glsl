// The body of Gru and GruSubgroup: of the gates' input products x, [N, T, 3 UNITS], and the hidden state before, the reset gate
// r = s(x + q), the update gate z = s(x + q) and the candidate n = tanh(x + r q), in this order, q being h U + bias of each; then
// h = (1 - z) n + z h: K. Cho et al., "Learning Phrase Representations using RNN Encoder-Decoder", 2014, with the reset after the product.
// Steps beyond a sequence's length are zeros.
#include "recurrent.glsl"

layout(push_constant, std430) uniform Args
{
    In x, weight, bias, h0;
    InInt lengths;
    InOut h;
    Out lastH, gates, q;
    uint N, T;
} a;

const uint GATES = 3u;
#define HIDDEN a.h
#define INITIAL a.h0

void cell(Place place, Own own, REAL sums[GATES])
{
    const uint start = place.at * GATES * UNITS;
    const REAL before = stateBefore(place, a.h, a.h0, own);
    REAL q = sums[2] + load(a.bias, 2u * UNITS, own);
    REAL r = sigmoidOf(load(a.x, start, own) + (sums[0] + load(a.bias, 0u, own)));
    REAL z = sigmoidOf(load(a.x, start + UNITS, own) + (sums[1] + load(a.bias, UNITS, own)));
    REAL n = tanhOf(load(a.x, start + 2u * UNITS, own) + r * q);
    REAL h = (1.0 - z) * n + z * before;
    if (place.isLast) store(a.lastH, place.n * UNITS, own, h);
    if (HAS_LENGTHS != 0u && !place.isWithin)
    {
        if (place.count == 0u) store(a.lastH, place.n * UNITS, own, initialOf(a.h0, place.n, own));
        r = z = n = q = h = REAL(0);
    }
    store(a.gates, start, own, r);
    store(a.gates, start + UNITS, own, z);
    store(a.gates, start + 2u * UNITS, own, n);
    store(a.q, place.at * UNITS, own, q);
    storeOwn(a.h, place.at * UNITS, own, h);
}
#include "recurrentwalk.glsl"
