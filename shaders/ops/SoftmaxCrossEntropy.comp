// loss[row] = log(sum(exp(x[row]))) - x[row, label]; a label below 0 masks its row (0), one beyond the classes makes NaN.
// MODE 0: one workgroup a row; 1: one invocation a row (rows.glsl).
#version 460
#extension GL_GOOGLE_include_directive : require
#include "rows.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(push_constant, std430) uniform Args
{
    In x;
    InInt label;
    Out loss;
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
    if (FIRST != 0u) return;
    int label = a.label.v[row];
    bool inside = label >= 0 && label < int(a.cols);
    float chosen = inside ? a.x.v[start + uint(label)] : 0.0;
    a.loss.v[row] = inside ? log32(sum) + (peak - chosen) : label < 0 ? 0.0 : NAN;
}
