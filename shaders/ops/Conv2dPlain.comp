// FORWARD, TRANSPOSED and WEIGHT (conv.glsl), an invocation an element of the result: groups of few channels, such as depthwise
// convolutions, of which tiles would be nearly empty.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "conv.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;

void makePixel(uint index)
{
    const uint line = divide(index, a.outWidth), x = index - line * a.outWidth;
    const uint plane = divide(line, a.outHeight), y = line - plane * a.outHeight;
    const uint image = divide(plane, a.outChannels), channel = plane - image * a.outChannels, depth = a.channels / a.groups;
    const uint rows = a.outChannels / a.groups, group = channel / rows;
    const Axis vertical = axisY(y % PHASES_Y), horizontal = axisX(x % PHASES_X);
    const int top = int(y / PHASES_Y * PLACE_STEP_Y) + vertical.origin, left = int(x / PHASES_X * PLACE_STEP_X) + horizontal.origin;
    float sum = 0.0;
    for (uint c = 0u; c < depth; c++)
        for (uint t = 0u; t < vertical.taps; t++)
        {
            const int from = top + int(t * SOURCE_STEP_Y);
            const bool inside = uint(from) < a.height;
            const uint row = ((image * a.channels + group * depth + c) * a.height + (inside ? uint(from) : 0u)) * a.width;
            for (uint s = 0u; s < horizontal.taps; s++)
                sum += a.a.v[weightOf(group, channel - group * rows, c, tapY(vertical, t), tapX(horizontal, s))]
                    * valueAt(row, inside, left + int(s * SOURCE_STEP_X));
        }
    finish(index, image, channel, y, x, sum);
}

void makeWeight(uint index)
{
    const uint depth = a.channels / a.groups, columns = depth * TAPS, line = divide(index, columns), column = index - line * columns;
    const uint part = line / a.outChannels, channel = line - part * a.outChannels, group = channel / (a.outChannels / a.groups);
    const uint c = column / TAPS, down = column / KERNEL_W % KERNEL_H, across = column % KERNEL_W;
    const uvec2 images = imagesOf(part);
    float sum = 0.0;
    for (uint image = images.x; image < images.y; image++)
        for (uint y = 0u; y < a.outHeight; y++)
        {
            const int from = int(y * STRIDE_Y + down * DILATION_Y) - int(PADDING_Y);
            const bool inside = uint(from) < a.height;
            const uint row = ((image * a.channels + group * depth + c) * a.height + (inside ? uint(from) : 0u)) * a.width;
            const uint given = ((image * a.outChannels + channel) * a.outHeight + y) * a.outWidth;
            for (uint x = 0u; x < a.outWidth; x++)
                sum += a.a.v[given + x] * valueAt(row, inside, int(x * STRIDE_X + across * DILATION_X) - int(PADDING_X));
        }
    a.y0.v[index] = floatBitsToUint(sum);
}

void main()
{
    if (ROLE == WEIGHT)
    {
        IN_ROUNDS(index, a.i0 * a.outChannels * (a.channels / a.groups) * TAPS) makeWeight(index);
    }
    else
    {
        IN_ROUNDS(index, a.images * a.outChannels * a.outHeight * a.outWidth) makePixel(index);
    }
}
