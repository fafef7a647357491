// peak[row, block] = the greatest of each block of neighbours of a row, NaN if there is one: one invocation a block. The k greatest of a
// row lie in the k blocks whose greatest come first: of any other block all come after those k.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "math.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(push_constant, std430) uniform Args
{
    In x;                                                       // [rows, cols]
    Out peak;                                                   // [rows, blocks]
    uint rows, cols, block, blocks;                             // the last block of a row may be shorter
} a;

void main()
{
    IN_ROUNDS(at, a.rows * a.blocks)
    {
        uint row = divide(at, a.blocks), first = (at - row * a.blocks) * a.block, end = min(first + a.block, a.cols);
        float peak = -INFINITY;
        for (uint i = first; i < end; i++) peak = maxNan(peak, a.x.v[row * a.cols + i]);
        a.peak.v[at] = peak;
    }
}
