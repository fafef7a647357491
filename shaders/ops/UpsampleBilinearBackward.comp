// gx[pixel] = the sum of g times what the pixel gave to each pixel of the larger image. The owner computes, without atomics: an invocation
// makes one pixel a round, and looks at the 2 SCALE x 2 SCALE around it.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "interpolate.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(push_constant, std430) uniform Args
{
    In g;                                                       // [images, SCALE rows, SCALE cols]
    Out gx;                                                     // [images, rows, cols]
    uint images, rows, cols;
} a;

// What pixel i of `pixels` gave to pixel o.
float given(uint i, uint o, uint pixels)
{
    Between at = between(o, pixels);
    return (at.low == i ? 1.0 - at.share : 0.0) + (at.high == i ? at.share : 0.0);
}

uint first(uint i) { return uint(max(int(SCALE * i) - int(SCALE / 2u), 0)); }

uint end(uint i, uint pixels) { return min(SCALE * i + SCALE + SCALE / 2u, SCALE * pixels); }

void main()
{
    uint outRows = a.rows * SCALE, outCols = a.cols * SCALE;
    IN_ROUNDS(at, a.images * a.rows * a.cols)
    {
        uint line = divide(at, a.cols), image = divide(line, a.rows), row = line - image * a.rows, col = at - line * a.cols;
        uint start = image * outRows * outCols, endRow = end(row, a.rows), endCol = end(col, a.cols);
        float sum = 0.0;
        for (uint i = first(row); i < endRow; i++)
        {
            float inRow = 0.0;
            for (uint j = first(col); j < endCol; j++) inRow += given(col, j, a.cols) * a.g.v[start + i * outCols + j];
            sum += given(row, i, a.rows) * inRow;
        }
        a.gx.v[at] = sum;
    }
}
