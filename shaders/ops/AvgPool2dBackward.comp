// gx[pixel] = the sum of g / count over the windows that see the pixel, count being how many pixels each takes the mean of. The owner
// computes, without atomics: an invocation makes one pixel a round.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "window.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 28) const uint COUNT_PADDING = 1;
layout(constant_id = 29) const uint OVERLAP = 1;                // 0: no two windows see one pixel

layout(push_constant, std430) uniform Args
{
    In g;                                                       // [images, outRows, outCols]
    Out gx;                                                     // [images, rows, cols]
    uint images, rows, cols, outRows, outCols;
} a;

// How many pixels of the image the window sees along an axis.
float seen(uint window, uint kernel, uint pixels)
{
    int first = int(window * STRIDE) - int(PADDING);
    return float(min(first + int(kernel), int(pixels)) - max(first, 0));
}

float countOf(uint row, uint col)
{
    return COUNT_PADDING != 0u ? float(int(KERNEL_ROWS * KERNEL_COLS))
        : seen(row, KERNEL_ROWS, a.rows) * seen(col, KERNEL_COLS, a.cols);
}

float ofOne(Place pixel, uint start)
{
    uint row = pixel.row + PADDING, col = pixel.col + PADDING, i = row / STRIDE, j = col / STRIDE;
    bool isSeen = i < a.outRows && j < a.outCols && row - i * STRIDE < KERNEL_ROWS && col - j * STRIDE < KERNEL_COLS;
    if (!isSeen) return 0.0;
    return a.g.v[start + i * a.outCols + j] / countOf(i, j);
}

float ofAll(Place pixel, uint start)
{
    uint endRow = endWindow(pixel.row, a.outRows), endCol = endWindow(pixel.col, a.outCols);
    float sum = 0.0;
    for (uint i = firstWindow(pixel.row, KERNEL_ROWS); i < endRow; i++)
        for (uint j = firstWindow(pixel.col, KERNEL_COLS); j < endCol; j++)
            sum += a.g.v[start + i * a.outCols + j] / countOf(i, j);
    return sum;
}

void main()
{
    IN_ROUNDS(at, a.images * a.rows * a.cols)
    {
        Place pixel = placeOf(at, a.rows, a.cols);
        uint start = pixel.image * a.outRows * a.outCols;
        a.gx.v[at] = OVERLAP == 0u ? ofOne(pixel, start) : ofAll(pixel, start);
    }
}
