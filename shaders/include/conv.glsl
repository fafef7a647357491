// What the convolution kernels share. A convolution is, for each group of channels, a matrix product, sum over k of A[m, k] B[k, column],
// whose B is an image that is read where it lies (implicit GEMM: Chetlur et al. 2014, "cuDNN").
//   FORWARD     A = weights [OC, C / groups, KH, KW], B = x; columns are the result's pixels, k = (channel, tap).
//   TRANSPOSED  the gradient by the image, A = the same weights, B = y's gradient: pixel p of the result meets tap t where
//               p + PADDING - t DILATION is a multiple of STRIDE, so pixels fall into STRIDE_Y x STRIDE_X phases of the same taps each; a
//               phase walks its taps backwards and is then like FORWARD with stride 1.
//   WEIGHT      the gradient by the weights, A = y's gradient, B = x; columns are (channel, tap), k = (image, pixel of y). A part is the
//               sum over some of the images: parts fill the device, and are added up in order afterwards.
// FORWARD and TRANSPOSED end in a fused program (elementwise.glsl) over the axes of the result, r[0] = the sum. A kernel that only packs
// weights defines PACKS before, one that only sums, without a program, SUMS.
#ifndef CONV_GLSL
#define CONV_GLSL
#include "elementwise.glsl"
#include "grid.glsl"

layout(constant_id = 24) const uint ROLE = 0;
layout(constant_id = 25) const uint KERNEL_H = 1;
layout(constant_id = 26) const uint KERNEL_W = 1;
layout(constant_id = 27) const uint STRIDE_Y = 1;
layout(constant_id = 28) const uint PADDING_Y = 0;              // above and, of X, on the left; on the other sides all is 0 anyway
layout(constant_id = 29) const uint DILATION_Y = 1;
layout(constant_id = 30) const uint COMMON_Y = 1;               // the greatest common divisor of stride and dilation
layout(constant_id = 31) const uint EPILOGUE = 0;               // 0: the sum goes to y0 as it is
layout(constant_id = 37) const uint STRIDE_X = 1;
layout(constant_id = 38) const uint PADDING_X = 0;
layout(constant_id = 39) const uint DILATION_X = 1;
layout(constant_id = 40) const uint COMMON_X = 1;

const uint FORWARD = 0u, TRANSPOSED = 1u, WEIGHT = 2u;
const bool IS_TRANSPOSED = ROLE == TRANSPOSED;
const uint TAPS = KERNEL_H * KERNEL_W;
const uint PHASES_Y = IS_TRANSPOSED ? STRIDE_Y : 1u, PHASES_X = IS_TRANSPOSED ? STRIDE_X : 1u;
// From one of a phase's taps to the next.
const uint TAP_STEP_Y = IS_TRANSPOSED ? STRIDE_Y / COMMON_Y : 1u, TAP_STEP_X = IS_TRANSPOSED ? STRIDE_X / COMMON_X : 1u;
// What a step in the result, or from tap to tap, is in the image read.
const uint PLACE_STEP_Y = IS_TRANSPOSED ? 1u : STRIDE_Y, PLACE_STEP_X = IS_TRANSPOSED ? 1u : STRIDE_X;
const uint SOURCE_STEP_Y = IS_TRANSPOSED ? DILATION_Y / COMMON_Y : DILATION_Y;
const uint SOURCE_STEP_X = IS_TRANSPOSED ? DILATION_X / COMMON_X : DILATION_X;

layout(push_constant, std430) uniform Args
{
    In a;
#ifndef PACKS
    In b;
#endif
#if defined(PACKS) || defined(SUMS)
    OutWords y0;
#else
    InWords x1, x2, x3;
    OutWords y0, y1;
    InWords counters;                                           // [0] seed, [1] clock of Random
#endif
    uint images, channels, height, width;                       // of B, the image that is read
    uint outChannels, outHeight, outWidth;                      // of the result, of WEIGHT of A
    uint groups;
#ifndef PACKS
    uint i0;                                                    // of WEIGHT the number of parts
#endif
#if !defined(PACKS) && !defined(SUMS)
    uint i1, i2, i3, i4, i5, i6, i7;
#endif
} a;

// A phase along one axis.
struct Axis
{
    uint phase;
    uint places;                                                // pixels of the result
    uint taps;
    uint first;                                                 // the weights' tap at which it begins
    int origin;                                                 // where in the image read that tap meets the phase's first pixel
};

Axis axisOf(uint phase, uint size, uint taps, uint stride, uint padding, uint dilation, uint tapStep, uint sourceStep)
{
    if (!IS_TRANSPOSED) return Axis(0u, size, taps, 0u, -int(padding));
    uint least = tapStep;                                       // the first tap that this phase meets; none
    for (uint t = tapStep; t-- > 0u;)
        if ((phase + padding + t * (stride - dilation % stride)) % stride == 0u) least = t;
    const uint met = least < tapStep && least < taps ? (taps - 1u - least) / tapStep + 1u : 0u;
    const int origin = (int(phase + padding) - int(least * dilation)) / int(stride) - (int(met) - 1) * int(sourceStep);
    return Axis(phase, (size + stride - 1u - phase) / stride, met, least + (max(met, 1u) - 1u) * tapStep, origin);
}

Axis axisY(uint phase) { return axisOf(phase, a.outHeight, KERNEL_H, STRIDE_Y, PADDING_Y, DILATION_Y, TAP_STEP_Y, SOURCE_STEP_Y); }
Axis axisX(uint phase) { return axisOf(phase, a.outWidth, KERNEL_W, STRIDE_X, PADDING_X, DILATION_X, TAP_STEP_X, SOURCE_STEP_X); }

uint tapY(Axis axis, uint t) { return IS_TRANSPOSED ? axis.first - t * TAP_STEP_Y : t; }
uint tapX(Axis axis, uint t) { return IS_TRANSPOSED ? axis.first - t * TAP_STEP_X : t; }
uint pixelY(Axis axis, uint place) { return place * PHASES_Y + axis.phase; }
uint pixelX(Axis axis, uint place) { return place * PHASES_X + axis.phase; }

// The weight between channel m of a group's result and channel c of what it reads.
uint weightOf(uint group, uint m, uint c, uint tapY, uint tapX)
{
    const uint rows = a.outChannels / a.groups, depth = a.channels / a.groups;
    const uint pair = IS_TRANSPOSED ? (group * depth + c) * rows + m : (group * rows + m) * depth + c;
    return pair * TAPS + tapY * KERNEL_W + tapX;
}

#ifndef PACKS
// An image's value in a row that begins at `row`, 0 outside.
float valueAt(uint row, bool rowInside, int x)
{
    const bool inside = rowInside && uint(x) < a.width;
    const float value = a.b.v[row + (inside ? uint(x) : 0u)];
    return inside ? value : 0.0;
}

#if !defined(PACKS) && !defined(SUMS)
uint indexOf(uint image, uint channel, uint y, uint x) { return ((image * a.outChannels + channel) * a.outHeight + y) * a.outWidth + x; }

// Runs the program on one sum and stores what it makes. Call it in one place, in a loop that is not unrolled: each call is a copy.
void finish(uint index, uint image, uint channel, uint y, uint x, float sum)
{
    if (EPILOGUE == 0u)
    {
        a.y0.v[index] = floatBitsToUint(sum);
        return;
    }
    uvec4 c = uvec4(image, channel, y, x), size = uvec4(a.images, a.outChannels, a.outHeight, a.outWidth);
    r[0] = floatBitsToUint(sum);
    r[1] = loadInput(a.x1, ACCESS1, index, c, size);
    r[2] = loadInput(a.x2, ACCESS2, index, c, size);
    r[3] = loadInput(a.x3, ACCESS3, index, c, size);
    r[4] = 0u; r[5] = 0u;
    r[6] = a.i0; r[7] = a.i1; r[8] = a.i2; r[9] = a.i3; r[10] = a.i4; r[11] = a.i5; r[12] = a.i6; r[13] = a.i7;
    runProgram(index, a.counters);
    storeOutputs(a.y0, a.y1, index, false);
}
#endif

// Where element (m, column) of a part of a WEIGHT result lies.
uint gradientOf(uint part, uint group, uint m, uint column)
{
    const uint rows = a.outChannels / a.groups, columns = a.channels / a.groups * TAPS;
    return (part * a.outChannels + group * rows + m) * columns + column;
}

// The images of a part: from x to below y.
uvec2 imagesOf(uint part)
{
    const uint each = (a.images + a.i0 - 1u) / a.i0;
    return min(uvec2(part, part + 1u) * each, uvec2(a.images));
}
#endif
#endif
