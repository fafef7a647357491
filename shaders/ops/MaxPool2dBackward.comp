// gx[pixel] = the sum of g over the windows that have their maximum, the first of equals or the first NaN, at this pixel. The owner
// computes, without atomics. OVERLAP 1: an invocation makes one pixel a round and looks into the windows that see it. 0: one of the cells
// of STRIDE_Y x STRIDE_X pixels that windows lie in, some of them only the rest of the image.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "window.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 28) const uint OVERLAP = 0;

layout(push_constant, std430) uniform Args
{
    In x;                                                       // [images, rows, cols]
    In g;                                                       // [images, outRows, outCols]
    Out gx;                                                     // as x
    uint images, rows, cols, outRows, outCols, cellRows, cellCols;
} a;

// Where in the image a window has its maximum.
uint peakOf(uint start, uint windowRow, uint windowCol)
{
    uint top = windowRow * STRIDE_Y - PADDING_Y, left = windowCol * STRIDE_X - PADDING_X, best = 0xFFFFFFFFu;
    float peak = -INFINITY;
    for (uint i = 0u; i < KERNEL_ROWS; i++)
        for (uint j = 0u; j < KERNEL_COLS; j++)
        {
            uint row = top + i * DILATION_Y, col = left + j * DILATION_X;
            if (!isInside(row, col, a.rows, a.cols)) continue;
            uint at = row * a.cols + col;
            float value = a.x.v[start + at];
            if (best != 0xFFFFFFFFu && (isNan(peak) || !(value > peak || isNan(value)))) continue;
            peak = value;
            best = at;
        }
    return best;
}

void makePixel(uint at, Place pixel)
{
    uint pixels = a.rows * a.cols, start = pixel.image * pixels, windows = pixel.image * a.outRows * a.outCols;
    uint lastRow = endRow(pixel.row, a.outRows), lastCol = endCol(pixel.col, a.outCols);
    float sum = 0.0;
    for (uint i = firstRow(pixel.row); i < lastRow; i++)
        for (uint j = firstCol(pixel.col); j < lastCol; j++)
            if (peakOf(start, i, j) == at - start) sum += a.g.v[windows + i * a.outCols + j];
    a.gx.v[at] = sum;
}

void makeCell(Place cell)
{
    uint top = cell.row * STRIDE_Y - PADDING_Y, left = cell.col * STRIDE_X - PADDING_X, start = cell.image * a.rows * a.cols;
    bool isWindow = cell.row < a.outRows && cell.col < a.outCols;
    uint peak = 0xFFFFFFFFu;
    float g = 0.0;
    if (isWindow)
    {
        peak = peakOf(start, cell.row, cell.col);
        g = a.g.v[(cell.image * a.outRows + cell.row) * a.outCols + cell.col];
    }
    for (uint i = 0u; i < STRIDE_Y; i++)
        for (uint j = 0u; j < STRIDE_X; j++)
        {
            uint row = top + i, col = left + j, at = row * a.cols + col;
            if (row < a.rows && col < a.cols) a.gx.v[start + at] = at == peak ? g : 0.0;
        }
}

void main()
{
    if (OVERLAP != 0u) { IN_PLACES(at, pixel, a.images, a.rows, a.cols) makePixel(at, pixel); }
    else { IN_PLACES(at, cell, a.images, a.cellRows, a.cellCols) makeCell(cell); }
}
