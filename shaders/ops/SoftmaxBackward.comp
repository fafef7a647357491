// gx[row] = y * (g - sum(g * y)), the gradient of y = softmax(x). MODE 0: one workgroup a row; 1: one invocation a row (rows.glsl).
#version 460
#extension GL_GOOGLE_include_directive : require
#include "rows.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(push_constant, std430) uniform Args
{
    In y, g;
    Out gx;
    uint rows, cols;
} a;

void main()
{
    uint row = ROW, start = row * a.cols;
    if (row >= a.rows) return;                                  // in MODE 0 the whole workgroup
    float sum;
    ROW_TOTAL(sum, a.g.v[start + i] * a.y.v[start + i])
    for (uint i = FIRST; i < a.cols; i += STRIDE) a.gx.v[start + i] = a.y.v[start + i] * (a.g.v[start + i] - sum);
}
