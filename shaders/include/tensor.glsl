// Tensors as buffer device addresses. The declared type of an argument is its contract: C# reads NonWritable and NonReadable
// from the SPIR-V and places its barriers by them. An address has no bounds check: every index is the kernel's own duty.
#ifndef TENSOR_GLSL
#define TENSOR_GLSL
#extension GL_EXT_buffer_reference : require
// Kernels for any device cast and choose addresses as uvec2, `In4(uvec2(x))`: SwiftShader crashes on a cast from one buffer reference to
// another, and on a condition that chooses between two.
#extension GL_EXT_buffer_reference_uvec2 : require
#extension GL_EXT_control_flow_attributes : require

layout(buffer_reference, std430, buffer_reference_align = 4) readonly buffer In { float v[]; };
layout(buffer_reference, std430, buffer_reference_align = 4) writeonly buffer Out { float v[]; };
layout(buffer_reference, std430, buffer_reference_align = 4) buffer InOut { float v[]; };
layout(buffer_reference, std430, buffer_reference_align = 4) readonly buffer InInt { int v[]; };
layout(buffer_reference, std430, buffer_reference_align = 4) writeonly buffer OutInt { int v[]; };
layout(buffer_reference, std430, buffer_reference_align = 4) buffer InOutInt { int v[]; };
// Four floats at a time, for tensors at 16-byte boundaries.
layout(buffer_reference, std430, buffer_reference_align = 16) readonly buffer In4 { vec4 v[]; };
layout(buffer_reference, std430, buffer_reference_align = 16) writeonly buffer Out4 { vec4 v[]; };
// Words carry any 32-bit type bit for bit, and uint8 data four a word, lowest byte first.
layout(buffer_reference, std430, buffer_reference_align = 4) readonly buffer InWords { uint v[]; };
layout(buffer_reference, std430, buffer_reference_align = 4) writeonly buffer OutWords { uint v[]; };
layout(buffer_reference, std430, buffer_reference_align = 4) buffer InOutWords { uint v[]; };

// The workgroup's number, whatever axes a long grid is split over (grid.glsl), and the element an invocation of a linear kernel owns.
// Macros, because gl_WorkGroupSize reads 1 in a function that stands above the kernel's local_size_x_id.
#define LINEAR_GROUP (gl_WorkGroupID.y * gl_NumWorkGroups.x + gl_WorkGroupID.x)
#define LINEAR_INDEX (LINEAR_GROUP * gl_WorkGroupSize.x + gl_LocalInvocationID.x)

// What a workgroup makes of n elements, whatever the number of workgroups: neighbours, so that it goes through memory in one piece.
struct Rounds { uint begin, end; };

Rounds roundsOf(uint n, uint group, uint groups, uint size)
{
    uint share = (n + groups * size - 1u) / (groups * size) * size;
    return Rounds(min(group * share, n), min(group * share + share, n));
}

#define ROUNDS_OF(n) roundsOf(n, LINEAR_GROUP, gl_NumWorkGroups.x * gl_NumWorkGroups.y, gl_WorkGroupSize.x)

// `IN_ROUNDS(at, n) { ... }` visits 0 to n - 1, each by one invocation; to be used once in a block.
#define FIRST_OF(rounds) (rounds.begin + gl_LocalInvocationID.x)
#define FOR_ROUNDS(at, rounds) [[dont_unroll]] for (uint at = FIRST_OF(rounds); at < rounds.end; at += gl_WorkGroupSize.x)
#define IN_ROUNDS(at, n) const Rounds rounds = ROUNDS_OF(n); FOR_ROUNDS(at, rounds)

uint byteOf(uint word, uint index) { return word >> (8u * (index & 3u)) & 0xFFu; }
#endif
