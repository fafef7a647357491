// y[window] = the maximum of the pixels that a window sees; the padding is below everything, NaN passes. An invocation makes one a round.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "window.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

layout(push_constant, std430) uniform Args
{
    In x;                                                       // [images, rows, cols]
    Out y;                                                      // [images, outRows, outCols]
    uint images, rows, cols, outRows, outCols;
} a;

void main()
{
    IN_PLACES(at, window, a.images, a.outRows, a.outCols)
    {
        uint top = window.row * STRIDE_Y - PADDING_Y, left = window.col * STRIDE_X - PADDING_X, start = window.image * a.rows * a.cols;
        float peak = -INFINITY;
        for (uint i = 0u; i < KERNEL_ROWS; i++)
            for (uint j = 0u; j < KERNEL_COLS; j++)
            {
                uint row = top + i * DILATION_Y, col = left + j * DILATION_X;
                if (isInside(row, col, a.rows, a.cols)) peak = maxNan(peak, a.x.v[start + row * a.cols + col]);
            }
        a.y.v[at] = peak;
    }
}
