// gx[pixel] = the sum of g / count over the windows that see the pixel, count being how many pixels each takes the mean of. The owner
// computes, without atomics. OVERLAP 1: an invocation makes one pixel a round. 0: one of the cells of STRIDE_Y x STRIDE_X pixels that
// windows lie in, some of them only the rest of the image.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "window.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 28) const uint COUNT_PADDING = 1;
layout(constant_id = 29) const uint OVERLAP = 1;

layout(push_constant, std430) uniform Args
{
    In g;                                                       // [images, outRows, outCols]
    Out gx;                                                     // [images, rows, cols]
    uint images, rows, cols, outRows, outCols, cellRows, cellCols;
} a;

// How many pixels of the image the window sees along an axis.
float seen(uint window, uint kernel, uint stride, uint padding, uint pixels)
{
    int first = int(window * stride) - int(padding);
    return float(min(first + int(kernel), int(pixels)) - max(first, 0));
}

float countOf(uint row, uint col)
{
    return COUNT_PADDING != 0u ? float(int(KERNEL_ROWS * KERNEL_COLS))
        : seen(row, KERNEL_ROWS, STRIDE_Y, PADDING_Y, a.rows) * seen(col, KERNEL_COLS, STRIDE_X, PADDING_X, a.cols);
}

void makePixel(uint at, Place pixel)
{
    uint lastRow = endRow(pixel.row, a.outRows), lastCol = endCol(pixel.col, a.outCols), start = pixel.image * a.outRows * a.outCols;
    float sum = 0.0;
    for (uint i = firstRow(pixel.row); i < lastRow; i++)
        for (uint j = firstCol(pixel.col); j < lastCol; j++)
            sum += a.g.v[start + i * a.outCols + j] / countOf(i, j);
    a.gx.v[at] = sum;
}

void makeCell(Place cell)
{
    uint top = cell.row * STRIDE_Y - PADDING_Y, left = cell.col * STRIDE_X - PADDING_X, start = cell.image * a.rows * a.cols;
    float share = 0.0;
    if (cell.row < a.outRows && cell.col < a.outCols)
        share = a.g.v[(cell.image * a.outRows + cell.row) * a.outCols + cell.col] / countOf(cell.row, cell.col);
    for (uint i = 0u; i < STRIDE_Y; i++)
        for (uint j = 0u; j < STRIDE_X; j++)
        {
            uint row = top + i, col = left + j;
            if (row < a.rows && col < a.cols)
                a.gx.v[start + row * a.cols + col] = i < KERNEL_ROWS && j < KERNEL_COLS ? share : 0.0;
        }
}

void main()
{
    if (OVERLAP != 0u) { IN_PLACES(at, pixel, a.images, a.rows, a.cols) makePixel(at, pixel); }
    else { IN_PLACES(at, cell, a.images, a.cellRows, a.cellCols) makeCell(cell); }
}
