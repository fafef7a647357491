// y[row] = (x - mean) / sqrt(variance + epsilon), the variance in a second pass: J. Ba et al., "Layer Normalization", 2016, eq. 3.
// MODE 0: one workgroup a row; 1: one invocation a row (rows.glsl).
#version 460
#extension GL_GOOGLE_include_directive : require
#include "spread.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(push_constant, std430) uniform Args
{
    In x;
    Out y;
    float epsilon;
    uint rows, cols;
} a;

void main()
{
    uint row = ROW, start = row * a.cols;
    if (row >= a.rows) return;                                  // in MODE 0 the whole workgroup
    float count = float(int(a.cols)), sum;
    ROW_TOTAL(sum, a.x.v[start + i])
    float mean = sum / count;
    Spread spread;
    ROW_SPREAD(spread, start, mean, 1.0)
    if (!(spread.squares < INFINITY)) ROW_SPREAD(spread, start, mean, 1.0 / LARGE)
    float inverse = inverseOf(spread, count, a.epsilon);
    for (uint i = FIRST; i < a.cols; i += STRIDE) a.y.v[start + i] = ((a.x.v[start + i] - mean) - spread.rest) * inverse;
}
