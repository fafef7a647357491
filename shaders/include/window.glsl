// The windows that pool an image: where they lie and which see a pixel. The tap (0, 0) of window (i, j) is pixel
// (i * STRIDE_Y - PADDING_Y, j * STRIDE_X - PADDING_X); what lies outside the image is a large coordinate.
#ifndef WINDOW_GLSL
#define WINDOW_GLSL
#include "tensor.glsl"
#include "math.glsl"

layout(constant_id = 24) const uint KERNEL_ROWS = 2;
layout(constant_id = 25) const uint KERNEL_COLS = 2;
layout(constant_id = 26) const uint STRIDE_Y = 2;
layout(constant_id = 27) const uint PADDING_Y = 0;              // above and, of X, on the left
layout(constant_id = 30) const uint STRIDE_X = 2;
layout(constant_id = 31) const uint PADDING_X = 0;
layout(constant_id = 32) const uint DILATION_Y = 1;
layout(constant_id = 33) const uint DILATION_X = 1;
layout(constant_id = 34) const uint PADS = 0;                   // 1: there is padding on some side

struct Place { uint image, row, col; };                         // of a pixel or window: image counts images and channels

Place placeOf(uint index, uint rows, uint cols)
{
    uint line = divide(index, cols), image = divide(line, rows);
    return Place(image, line - image * rows, index - line * cols);
}

// Where `place` comes by a stride, without a division.
Place next(Place place, Place stride, uint rows, uint cols)
{
    uint col = place.col + stride.col;
    bool isNextLine = col >= cols;
    uint row = place.row + stride.row + (isNextLine ? 1u : 0u);
    bool isNextImage = row >= rows;
    return Place(place.image + stride.image + (isNextImage ? 1u : 0u), row - (isNextImage ? rows : 0u), col - (isNextLine ? cols : 0u));
}

// `IN_PLACES(at, place, images, rows, cols) { ... }`: IN_ROUNDS over the pixels or windows of images, with where each is.
#define IN_PLACES(at, place, images, rows, cols) \
    const Rounds rounds = ROUNDS_OF((images) * (rows) * (cols)); \
    const Place stride = placeOf(gl_WorkGroupSize.x, rows, cols); \
    Place place = placeOf(FIRST_OF(rounds), rows, cols); \
    [[dont_unroll]] for (uint at = FIRST_OF(rounds); at < rounds.end; \
        at += gl_WorkGroupSize.x, place = next(place, stride, rows, cols))

bool isInside(uint row, uint col, uint rows, uint cols) { return PADS == 0u || (row < rows && col < cols); }

// The first window that sees a pixel, and one after the last, of `windows` along an axis. By a constant drivers divide well themselves.
uint firstWindow(uint pixel, uint span, uint stride, uint padding)
{
    uint end = pixel + padding + 1u;
    return end > span ? (end - span + stride - 1u) / stride : 0u;
}

uint firstRow(uint pixel) { return firstWindow(pixel, (KERNEL_ROWS - 1u) * DILATION_Y + 1u, STRIDE_Y, PADDING_Y); }
uint firstCol(uint pixel) { return firstWindow(pixel, (KERNEL_COLS - 1u) * DILATION_X + 1u, STRIDE_X, PADDING_X); }
uint endRow(uint pixel, uint windows) { return min((pixel + PADDING_Y) / STRIDE_Y + 1u, windows); }
uint endCol(uint pixel, uint windows) { return min((pixel + PADDING_X) / STRIDE_X + 1u, windows); }
#endif
