// Of a tensor [count, stride] one column, as floats. One invocation a row.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "element.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(push_constant, std430) uniform Args
{
    InWords x;
    Out column;
    uint first, stride, count;                                  // the column's first element, from the word's start
} a;

void main()
{
    uint row = gl_GlobalInvocationID.x;
    if (row < a.count) a.column.v[row] = elementAt(a.x, a.first + row * a.stride);
}
