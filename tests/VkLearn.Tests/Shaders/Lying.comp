// A kernel that does not keep its word: it stores to what it calls readonly, loads what it calls writeonly, and leaves an output alone.
// For the test that compares kernels' declared access with their instructions.
#version 460
#extension GL_EXT_buffer_reference : require
#extension GL_EXT_buffer_reference_uvec2 : require

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(buffer_reference, std430, buffer_reference_align = 4) readonly buffer In { float v[]; };
layout(buffer_reference, std430, buffer_reference_align = 4) writeonly buffer Out { float v[]; };
layout(buffer_reference, std430, buffer_reference_align = 4) buffer InOut { float v[]; };

layout(push_constant, std430) uniform Args { In stored; Out loaded; Out untouched; In honest; uint n; } a;

void main()
{
    uint i = gl_GlobalInvocationID.x;
    if (i >= a.n) return;
    InOut stored = InOut(a.stored), loaded = InOut(uvec2(a.loaded));      // a cast hides it from the compiler
    InOut either = i < 7u ? stored : loaded;
    stored.v[i] = a.honest.v[i] + (i > 5u ? either.v[i] : 0.0);
    a.loaded.v[i] = 1.0;
}
