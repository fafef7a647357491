// gx[row] = (g - mean of g - y mean of g y) / sqrt(variance + epsilon), the gradient of y = (x - mean) / sqrt(variance + epsilon).
// MODE 0: one workgroup a row; 1: one invocation a row (rows.glsl).
#version 460
#extension GL_GOOGLE_include_directive : require
#include "spread.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(push_constant, std430) uniform Args
{
    In x, g;
    Out gx;
    float epsilon;
    uint rows, cols;
} a;

void main()
{
    uint row = ROW, start = row * a.cols;
    if (row >= a.rows) return;                                  // in MODE 0 the whole workgroup
    float count = float(int(a.cols)), sum, sumOfG, product;
    ROW_TOTAL(sum, a.x.v[start + i])
    ROW_TOTAL(sumOfG, a.g.v[start + i])
    float mean = sum / count, meanOfG = sumOfG / count;
    Spread spread;
    ROW_SPREAD(spread, start, mean, 1.0)
    if (!(spread.squares < INFINITY)) ROW_SPREAD(spread, start, mean, 1.0 / LARGE)
    ROW_TOTAL(product, ((a.x.v[start + i] - mean) - spread.rest) * a.g.v[start + i])
    float inverse = inverseOf(spread, count, a.epsilon);
    float slope = product / count * inverse * inverse;
    for (uint i = FIRST; i < a.cols; i += STRIDE)
        a.gx.v[start + i] = inverse * (a.g.v[start + i] - meanOfG - slope * ((a.x.v[start + i] - mean) - spread.rest));
}
