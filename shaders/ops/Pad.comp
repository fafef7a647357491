// y[c] = x[c - low] where that lies inside x, else `fill`, bit for bit; a negative `low` cuts off, so this is also Slice.
// An invocation makes one element of y a round.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "math.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(push_constant, std430) uniform Args
{
    InWords x;
    OutWords y;
    uint size0, size1, size2, size3;                            // of y
    uint from0, from1, from2, from3;                            // of x
    int low0, low1, low2, low3;
    uint fill;
} a;

uvec4 coordinatesOf(uint at)
{
    uint rest2 = divide(at, a.size3), rest1 = divide(rest2, a.size2), c0 = divide(rest1, a.size1);
    return uvec4(c0, rest1 - c0 * a.size1, rest2 - rest1 * a.size2, at - rest2 * a.size3);
}

// Where c comes by a stride, without a division.
uvec4 next(uvec4 c, uvec4 stride)
{
    c += stride;
    if (c.w >= a.size3) { c.w -= a.size3; c.z++; }
    if (c.z >= a.size2) { c.z -= a.size2; c.y++; }
    if (c.y >= a.size1) { c.y -= a.size1; c.x++; }
    return c;
}

void main()
{
    const Rounds rounds = ROUNDS_OF(a.size0 * a.size1 * a.size2 * a.size3);
    uvec4 c = coordinatesOf(FIRST_OF(rounds)), stride = coordinatesOf(gl_WorkGroupSize.x);
    FOR_ROUNDS(at, rounds)
    {
        uvec4 from = c - uvec4(ivec4(a.low0, a.low1, a.low2, a.low3));      // what lies before x is a large coordinate
        bool inside = all(lessThan(from, uvec4(a.from0, a.from1, a.from2, a.from3)));
        a.y.v[at] = inside ? a.x.v[((from.x * a.from1 + from.y) * a.from2 + from.z) * a.from3 + from.w] : a.fill;
        c = next(c, stride);
    }
}
