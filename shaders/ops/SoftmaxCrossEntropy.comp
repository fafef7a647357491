// loss[row] = log(sum(exp(x[row]))) - x[row, label], its gradient gx[row] = g[row] * (softmax(x[row]) - onehot(label)), and hits[row] = 1
// where the row's first maximum stands at its label, else 0; any of them. A label below 0 masks its row (0), one beyond the classes makes
// NaN; a row with a NaN is no hit. With smoothing (C. Szegedy et al. 2016, section 7) that share of the label's one lies evenly on all
// classes.
// MODE 0: one workgroup a row; 1: one invocation a row (rows.glsl).
#version 460
#extension GL_GOOGLE_include_directive : require
#include "rows.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 25) const uint MAKES = 3;

const bool LOSS = (MAKES & 1u) != 0u, GRADIENT = (MAKES & 2u) != 0u, HITS = (MAKES & 4u) != 0u;

layout(push_constant, std430) uniform Args
{
    In x;
    InInt label;
    In g;                                                       // (rows)
    Out loss;
    Out gx;
    Out hits;
    float smoothing;
    uint rows, cols;
} a;

// How far the label's x, or the mean of all, lies below the peak.
float smoothed(float chosen, float all) { return a.smoothing > 0.0 ? chosen * (1.0 - a.smoothing) + all * a.smoothing : chosen; }

bool isHit(uint start, float peak, int label, bool isFirst)
{
    if (!isFirst || isNan(peak)) return false;
    return a.x.v[start + uint(label)] == peak;
}

void main()
{
    uint row = ROW, start = row * a.cols;
    if (row >= a.rows) return;                                  // in MODE 0 the whole workgroup
    float peak = -INFINITY;
    for (uint i = FIRST; i < a.cols; i += STRIDE) peak = maxNan(peak, a.x.v[start + i]);
    peak = ROW_MAX(peak);
    int label = a.label.v[row];
    bool masked = label < 0, inside = !masked && label < int(a.cols);
    if (HITS)
    {
        float before = 0.0;                                     // 1 where the peak is met before the label already
        for (uint i = FIRST; i < a.cols; i += STRIDE) before = int(i) < label && a.x.v[start + i] == peak ? 1.0 : before;
        before = ROW_MAX(before);
        if (FIRST == 0u) a.hits.v[row] = isHit(start, peak, label, inside && before == 0.0) ? 1.0 : 0.0;
    }
    if (!LOSS && !GRADIENT) return;
    float sum;
    ROW_TOTAL(sum, exp32(a.x.v[start + i] - peak))
    float below = 0.0;                                          // how far classes lie below the peak
    if (LOSS && a.smoothing > 0.0)
    {
        ROW_TOTAL(below, peak - a.x.v[start + i])
        below /= float(int(a.cols));
    }
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
