// gx = weight / sqrt(variance + epsilon) (g - mean of g - x' mean of g x'), x' = (x - mean) / sqrt(variance + epsilon), means over a
// channel: the gradient of batch normalisation (S. Ioffe and C. Szegedy 2015, section 3). An invocation makes RUN units of one channel,
// one after the other; RUN divides a channel's units of an image.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "channels.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 25) const uint RUN = 1;

layout(push_constant, std430) uniform Args
{
    In4 x, g;                                                   // [images, channels, size]
    In weight, mean, variance;                                  // [channels], as what follows
    In toWeight, toBias;                                        // the sums of g x' and of g
    Out4 gx;
    uint images, channels, size;
    float epsilon;
} a;

void main()
{
    uint runs = a.size / UNIT / RUN;
    if (LINEAR_INDEX >= a.images * a.channels * runs) return;
    uint row = divide(LINEAR_INDEX, runs), channel = row - divide(row, a.channels) * a.channels;
    float inverse = 1.0 / sqrt(a.variance.v[channel] + a.epsilon), share = 1.0 / float(int(a.images * a.size));
    float mean = a.mean.v[channel], scale = a.weight.v[channel] * inverse;
    float meanOfG = a.toBias.v[channel] * share, slope = a.toWeight.v[channel] * share * inverse;
    for (uint unit = LINEAR_INDEX * RUN; unit < LINEAR_INDEX * RUN + RUN; unit++)
    {
        vec4 gx = scale * (loadUnit(a.g, unit) - meanOfG - slope * (loadUnit(a.x, unit) - mean));
        if (WIDE != 0u) a.gx.v[unit] = gx;
        else a.gx.v[unit >> 2][unit & 3u] = gx.x;
    }
}
