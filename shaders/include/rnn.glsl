// The body of Rnn and RnnSubgroup: h = f(x + h U), f the hyperbolic tangent or, with RELU, max(0, .): J. Elman, "Finding Structure in
// Time", 1990. x, [N, T, UNITS], is the input's product with its weight. Steps beyond a sequence's length are zeros.
#include "recurrent.glsl"

layout(constant_id = 31) const uint RELU = 0;

layout(push_constant, std430) uniform Args
{
    In x, weight, h0;
    InInt lengths;
    InOut h;
    Out lastH;
    uint N, T;
} a;

const uint GATES = 1u;
#define HIDDEN a.h
#define INITIAL a.h0

float reluOf(float x) { return x < 0.0 ? 0.0 : x; }            // NaN passes
#ifdef SUBGROUP
vec2 reluOf(vec2 x) { return vec2(reluOf(x.x), reluOf(x.y)); }
#endif

void cell(Place place, Own own, REAL sums[GATES])
{
    const REAL sum = load(a.x, place.at * UNITS, own) + sums[0];
    REAL h = RELU != 0u ? reluOf(sum) : tanhOf(sum);
    if (place.isLast) store(a.lastH, place.n * UNITS, own, h);
    if (HAS_LENGTHS != 0u && !place.isWithin)
    {
        if (place.count == 0u) store(a.lastH, place.n * UNITS, own, initialOf(a.h0, place.n, own));
        h = REAL(0);
    }
    storeOwn(a.h, place.at * UNITS, own, h);
}
#include "recurrentwalk.glsl"
