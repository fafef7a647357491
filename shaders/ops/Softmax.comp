// y[row] = softmax(x[row]), exp(x - max) over its sum. MODE 0: one workgroup a row; 1: one invocation a row (rows.glsl).
#version 460
#extension GL_GOOGLE_include_directive : require
#include "rows.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(push_constant, std430) uniform Args
{
    In x;
    Out y;
    uint rows, cols;
} a;

void main()
{
    uint row = ROW, start = row * a.cols;
    if (row >= a.rows) return;                                  // in MODE 0 the whole workgroup
    float peak = -INFINITY;
    for (uint i = FIRST; i < a.cols; i += STRIDE) peak = maxNan(peak, a.x.v[start + i]);
    peak = ROW_MAX(peak);
    float sum;
    ROW_TOTAL(sum, exp32(a.x.v[start + i] - peak))
    for (uint i = FIRST; i < a.cols; i += STRIDE) a.y.v[start + i] = exp32(a.x.v[start + i] - peak) / sum;
}
