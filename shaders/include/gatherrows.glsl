// What the kernels of GatherRows share: y[outer, j, ..] = x[outer, index[j], ..], bit for bit, by whole rows: a workgroup makes the next
// `block` of them, its lanes a row's elements side by side. An index outside 0..rows-1 gives 0xFFFFFFFF, a NaN. A kernel with PAIRS copies
// two elements at a time, of rows that start at 8 bytes.
#ifndef GATHERROWS_GLSL
#define GATHERROWS_GLSL
#ifdef PAIRS
#extension GL_EXT_shader_explicit_arithmetic_types_int64 : require
#endif
#include "tensor.glsl"
#include "math.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

#ifdef PAIRS
layout(buffer_reference, std430, buffer_reference_align = 8) readonly buffer InWide { uint64_t v[]; };
layout(buffer_reference, std430, buffer_reference_align = 8) writeonly buffer OutWide { uint64_t v[]; };
const uint WIDTH = 2u;
#define X InWide(a.x)
#define Y OutWide(a.y)
#define NONE 0xFFFFFFFFFFFFFFFFul
#else
const uint WIDTH = 1u;
#define X a.x
#define Y a.y
#define NONE 0xFFFFFFFFu
#endif

layout(push_constant, std430) uniform Args
{
    InWords x;                                                  // [outer, rows, inner]
    InInt index;                                                // [count]
    OutWords y;
    uint outer, rows, inner, count, block;
} a;

void main()
{
    const uint lane = gl_LocalInvocationID.x, size = gl_WorkGroupSize.x, width = a.inner / WIDTH;
    uint first = LINEAR_GROUP * a.block, end = min(first + a.block, a.outer * a.count);
    for (uint line = first; line < end; line++)
    {
        uint outer = divide(line, a.count), row = uint(a.index.v[line - outer * a.count]); // a negative index is a large row
        bool isThere = row < a.rows;
        uint from = isThere ? (outer * a.rows + row) * width : 0u;
        for (uint i = lane; i < width; i += size) Y.v[line * width + i] = isThere ? X.v[from + i] : NONE;
    }
}
#endif
