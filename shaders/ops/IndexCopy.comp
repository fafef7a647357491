// y = x with some of its rows replaced, in two dispatches. COPIES 1: y = x, nothing where y is x. 0: y[index[j]] = given[j]; an index
// outside is left out. Words carry any 32-bit type. An invocation takes one word a round, with any number of workgroups.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "math.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 24) const uint COPIES = 0;

layout(push_constant, std430) uniform Args
{
    InWords x;                                                  // [rows, inner], of COPIES only
    InWords given;                                              // [count, inner], of the others only
    InInt index;                                                // [count]
    OutWords y;
    uint rows, inner, count;
} a;

void main()
{
    if (COPIES != 0u)
    {
        if (uvec2(a.x) == uvec2(a.y)) return;                   // all invocations
        IN_ROUNDS(at, a.rows * a.inner) a.y.v[at] = a.x.v[at];
    }
    else
    {
        IN_ROUNDS(at, a.count * a.inner)
        {
            uint j = divide(at, a.inner), row = uint(a.index.v[j]); // a negative index is a large row
            if (row < a.rows) a.y.v[row * a.inner + (at - j * a.inner)] = a.given.v[at];
        }
    }
}
