// y[row] = where x[row] has its maximum, the first of equals; a NaN counts as the maximum. One invocation a row.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "argmax.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(push_constant, std430) uniform Args
{
    In x;
    OutInt y;
    uint rows, cols;
} a;

void main()
{
    uint row = LINEAR_INDEX;
    if (row < a.rows) a.y.v[row] = int(argMax(a.x, row * a.cols, a.cols));
}
