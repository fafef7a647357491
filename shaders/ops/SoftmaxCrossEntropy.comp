// loss[row] = log(sum(exp(x[row]))) - x[row, label] and its gradient gx[row] = g[row] * (softmax(x[row]) - onehot(label)), one of them or
// both. A label below 0 masks its row (0), one beyond the classes makes NaN. With smoothing (C. Szegedy et al. 2016, section 7) that share
// of the label's one lies evenly on all classes.
// MODE 0: one workgroup a row; 1: one invocation a row (rows.glsl).
#version 460
#extension GL_GOOGLE_include_directive : require
#include "rows.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 25) const uint MAKES = 3;

const bool LOSS = (MAKES & 1u) != 0u, GRADIENT = (MAKES & 2u) != 0u;

layout(push_constant, std430) uniform Args
{
    In x;
    InInt label;
    In g;                                                       // (rows)
    Out loss;
    Out gx;
    float smoothing;
    uint rows, cols;
} a;

// How far the label's x, or the mean of all, lies below the peak.
float smoothed(float chosen, float all) { return a.smoothing > 0.0 ? chosen * (1.0 - a.smoothing) + all * a.smoothing : chosen; }

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
    float below = 0.0;                                          // how far classes lie below the peak
    if (LOSS && a.smoothing > 0.0)
    {
        for (uint i = FIRST; i < a.cols; i += STRIDE) below += peak - a.x.v[start + i];
        below = ROW_SUM(below) / float(int(a.cols));
    }
    int label = a.label.v[row];
    bool masked = label < 0, inside = !masked && label < int(a.cols);
    if (LOSS && FIRST == 0u)
    {
        float chosen = inside ? peak - a.x.v[start + uint(label)] : 0.0;
        a.loss.v[row] = inside ? log32(sum) + smoothed(chosen, below) : masked ? 0.0 : NAN;
    }
    if (!GRADIENT) return;
    float g = inside ? a.g.v[row] : NAN, share = a.smoothing / float(int(a.cols));
    for (uint i = FIRST; i < a.cols; i += STRIDE)
    {
        float y = exp32(a.x.v[start + i] - peak) / sum;
        a.gx.v[start + i] = masked ? 0.0 : g * (y - (int(i) == label ? 1.0 - a.smoothing + share : share));
    }
}
