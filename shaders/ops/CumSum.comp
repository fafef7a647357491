// y[outer, i, inner] = the sum of x[outer, j, inner] over j <= i, or, REVERSED, over j >= i. An invocation goes along a line, and carries
// what the roundings of the sum lost (Kahan 1965), so that the last sum is as good as the first.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "math.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 24) const uint REVERSED = 0;

layout(push_constant, std430) uniform Args
{
    In x;                                                       // [outer, size, inner]
    Out y;
    uint outer, size, inner;
} a;

void main()
{
    uint line = LINEAR_INDEX;
    if (line >= a.outer * a.inner) return;
    uint outer = divide(line, a.inner), start = outer * a.size * a.inner + (line - outer * a.inner);
    precise float sum = 0.0, lost = 0.0;
    for (uint i = 0u; i < a.size; i++)
    {
        uint at = start + (REVERSED != 0u ? a.size - 1u - i : i) * a.inner;
        precise float term = a.x.v[at] - lost, next = sum + term, kept = next - sum;
        lost = abs(next) < INFINITY ? kept - term : 0.0;
        sum = next;
        a.y.v[at] = sum;
    }
}
