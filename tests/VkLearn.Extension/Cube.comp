// y = x³. An invocation takes an element.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(push_constant, std430) uniform Args
{
    In x;
    Out y;
    uint n;
} a;

void main()
{
    uint i = LINEAR_INDEX;
    if (i >= a.n) return;
    precise float cube = a.x.v[i] * a.x.v[i] * a.x.v[i];
    a.y.v[i] = cube;
}
