// The most bytes a device moves, by 64-bit words: Copy.comp for devices with 64-bit integers, of which CPU drivers load and store one at a
// time as fast as 32 bits.
#version 460
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_shader_explicit_arithmetic_types_int64 : require
#include "tensor.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 2) const uint FLIGHT = 1;                  // loads of an invocation before its first store

layout(buffer_reference, std430, buffer_reference_align = 8) readonly buffer InPairs { uint64_t v[]; };
layout(buffer_reference, std430, buffer_reference_align = 8) writeonly buffer OutPairs { uint64_t v[]; };

layout(push_constant, std430) uniform Args
{
    InPairs x;
    OutPairs y;
    uint n;                                                     // 64-bit words
} a;

void main()
{
    uint stride = gl_NumWorkGroups.x * gl_NumWorkGroups.y * gl_WorkGroupSize.x;
    for (uint first = LINEAR_INDEX; first < a.n; first += FLIGHT * stride)
    {
        uint64_t held[FLIGHT];
        [[unroll]] for (uint i = 0u; i < FLIGHT; i++) held[i] = a.x.v[min(first + i * stride, a.n - 1u)];
        [[unroll]] for (uint i = 0u; i < FLIGHT; i++)
            if (first + i * stride < a.n) a.y.v[first + i * stride] = held[i];
    }
}
