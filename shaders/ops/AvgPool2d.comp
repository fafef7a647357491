// y[window] = the mean of the pixels that a window sees; those of the padding, zeros, count or do not. An invocation makes one a round.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "window.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 28) const uint COUNT_PADDING = 1;

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
        float sum = 0.0, count = 0.0;
        for (uint i = 0u; i < KERNEL_ROWS; i++)
            for (uint j = 0u; j < KERNEL_COLS; j++)
                if (isInside(top + i, left + j, a.rows, a.cols))
                {
                    sum += a.x.v[start + (top + i) * a.cols + left + j];
                    count += 1.0;
                }
        a.y.v[at] = sum / (COUNT_PADDING != 0u ? float(int(KERNEL_ROWS * KERNEL_COLS)) : count);
    }
}
