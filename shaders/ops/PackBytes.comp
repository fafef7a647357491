// uint8 from float or int: truncated towards zero and clamped to 0..255, NaN to 0. An invocation packs a word of four elements a round,
// lowest byte first; the last word ends in zeros.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "math.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(push_constant, std430) uniform Args
{
    InWords x;
    OutWords y;
    uint n, isInt;
} a;

uint packOne(uint bits)
{
    if (a.isInt != 0u) return uint(clamp(int(bits), 0, 255));
    float x = uintBitsToFloat(bits);
    return isNan(x) ? 0u : uint(clamp(x, 0.0, 255.0));
}

void main()
{
    IN_ROUNDS(at, (a.n + 3u) / 4u)
    {
        uint word = 0u;
        for (uint i = 0u; i < min(4u, a.n - 4u * at); i++) word |= packOne(a.x.v[4u * at + i]) << 8u * i;
        a.y.v[at] = word;
    }
}
