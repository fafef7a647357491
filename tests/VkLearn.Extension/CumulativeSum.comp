// y[row, i] = x[row, 0] + ... + x[row, i], or from the other end. An invocation sums a row.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 1) const uint REVERSED = 0;

layout(push_constant, std430) uniform Args
{
    In x;
    Out y;
    uint rows, cols;
} a;

void main()
{
    uint row = LINEAR_INDEX;
    if (row >= a.rows) return;
    float sum = 0.0;
    for (uint i = 0u; i < a.cols; i++)
    {
        uint at = row * a.cols + (REVERSED != 0u ? a.cols - 1u - i : i);
        sum += a.x.v[at];
        a.y.v[at] = sum;
    }
}
