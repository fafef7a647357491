// How far a row's values lie from their mean, for kernels over rows (rows.glsl) that call their values a.x.
#ifndef SPREAD_GLSL
#define SPREAD_GLSL
#include "rows.glsl"

const float LARGE = 1.1805916e21;                               // 2^70

// The sum of the squares of `scale` times what is less the mean, and what the mean's rounding left of it: of values about 10,000 it is as
// large as 0.0005.
struct Spread { float squares, rest, scale; };

float squareOf(float x) { return x * x; }

// In a second pass, since the difference of means of squares would cancel; again, scaled down, where the squares are too large.
#define ROW_SPREAD(spread, start, mean, by) \
    { \
        float squares, rests; \
        ROW_TOTAL(squares, squareOf((a.x.v[start + i] - mean) * (by))) \
        ROW_TOTAL(rests, (a.x.v[start + i] - mean) * (by)) \
        float rest = rests / float(int(a.cols)), all = squares; \
        spread = Spread(all < INFINITY ? max(all - rest * rest * float(int(a.cols)), 0.0) : INFINITY, rest / (by), by); \
    }

// 1 / sqrt(variance + epsilon)
float inverseOf(Spread spread, float count, float epsilon)
{
    return spread.scale / sqrt(spread.squares / count + epsilon * spread.scale * spread.scale);
}
#endif
