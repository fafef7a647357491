// y = x, each pixel as SCALE x SCALE equal ones, bit for bit. An invocation makes one such square a round.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "math.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 24) const uint SCALE = 2;

layout(push_constant, std430) uniform Args
{
    InWords x;                                                  // [images, rows, cols]
    OutWords y;                                                 // [images, SCALE rows, SCALE cols]
    uint images, rows, cols;
} a;

void main()
{
    IN_ROUNDS(at, a.images * a.rows * a.cols)
    {
        uint line = divide(at, a.cols), word = a.x.v[at], start = (line * SCALE * a.cols + (at - line * a.cols)) * SCALE;
        for (uint i = 0u; i < SCALE; i++)
            for (uint j = 0u; j < SCALE; j++) a.y.v[start + i * a.cols * SCALE + j] = word;
    }
}
