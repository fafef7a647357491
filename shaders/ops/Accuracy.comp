// y[0] = scale * number of rows whose first maximum stands at their label; rows with a label below 0, or with a NaN, do not count. One
// workgroup.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "argmax.glsl"
#include "reduce.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(push_constant, std430) uniform Args
{
    In x;
    InInt label;
    Out y;
    uint rows, cols;
    float scale;
} a;

bool isRight(uint row)
{
    int label = a.label.v[row];
    if (label < 0 || label >= int(a.cols) || int(argMax(a.x, row * a.cols, a.cols)) != label) return false;
    return !isNan(a.x.v[row * a.cols + uint(label)]);           // which stands where the maximum does
}

void main()
{
    float right = 0.0;                                          // whole numbers: exact to 2^24 rows
    for (uint row = gl_LocalInvocationID.x; row < a.rows; row += gl_WorkGroupSize.x) right += isRight(row) ? 1.0 : 0.0;
    right = WORKGROUP_SUM(right);
    if (gl_LocalInvocationID.x == 0u) a.y.v[0] = a.scale * right;
}
