// Puts x between its neighbours: y[o * pitch + offset + i] = x[o * span + i] for i < span, bit for bit, a word an invocation and round.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "math.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(push_constant, std430) uniform Args
{
    InWords x;                                                  // [outer, span]
    OutWords y;                                                 // [outer, pitch]
    uint outer, span, pitch, offset;
} a;

void main()
{
    IN_ROUNDS(at, a.outer * a.span)
    {
        uint o = divide(at, a.span);
        a.y.v[o * a.pitch + a.offset + (at - o * a.span)] = a.x.v[at];
    }
}
