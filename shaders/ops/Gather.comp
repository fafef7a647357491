// y[outer, j, inner] = x[outer, index[j], inner], bit for bit; an index outside 0..rows-1 gives 0xFFFFFFFF, a NaN.
// An invocation makes one element of y, [outer, count, inner], a round.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "math.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(push_constant, std430) uniform Args
{
    InWords x;                                                  // [outer, rows, inner]
    InInt index;                                                // [count]
    OutWords y;
    uint outer, rows, inner, count;
} a;

void main()
{
    IN_ROUNDS(at, a.outer * a.count * a.inner)
    {
        uint line = divide(at, a.inner), outer = divide(line, a.count), inner = at - line * a.inner, j = line - outer * a.count;
        uint row = uint(a.index.v[j]);                          // a negative index is a large row
        a.y.v[at] = row < a.rows ? a.x.v[(outer * a.rows + row) * a.inner + inner] : 0xFFFFFFFFu;
    }
}
