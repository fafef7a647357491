// gx[row] = g[row] * (softmax(x[row]) - onehot(label)); 0 for a label below 0, NaN for one beyond the classes.
// MODE 0: one workgroup a row; 1: one invocation a row (rows.glsl).
#version 460
#extension GL_GOOGLE_include_directive : require
#include "rows.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(push_constant, std430) uniform Args
{
    In x;
    InInt label;
    In g;                                                       // (rows)
    Out gx;
    uint rows, cols;
} a;

void main()
{
    uint row = ROW, start = row * a.cols;
    if (row >= a.rows) return;                                  // in MODE 0 the whole workgroup
    float peak = -INFINITY;
    for (uint i = FIRST; i < a.cols; i += STRIDE) peak = maxNan(peak, a.x.v[start + i]);
    peak = ROW_MAX(peak);
    float sum = 0.0;
    for (uint i = FIRST; i < a.cols; i += STRIDE) sum += exp32(a.x.v[start + i] - peak);
    sum = ROW_SUM(sum);
    int label = a.label.v[row];
    float g = label < int(a.cols) ? a.g.v[row] : NAN;
    for (uint i = FIRST; i < a.cols; i += STRIDE)
    {
        float y = exp32(a.x.v[start + i] - peak) / sum;
        a.gx.v[start + i] = label < 0 ? 0.0 : g * (y - (int(i) == label ? 1.0 : 0.0));
    }
}
