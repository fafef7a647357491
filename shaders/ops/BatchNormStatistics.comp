// Of each channel of x its mean, biased variance, weight / sqrt(variance + epsilon), and new running mean and (unbiased) variance. In two
// passes, the second over what is less the mean; parts are put together as by T. Chan et al. 1979, eq. 2.1. STAGEs: channels.glsl.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "channels.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 25) const uint STAGE = 0;

layout(push_constant, std430) uniform Args
{
    In4 x;                                                      // [images, channels, size]
    In weight, runningMean, runningVariance;                    // [channels], as what follows
    Out mean, variance, scale, newMean, newVariance;
    Out partsWritten;                                           // [channels, parts, 2]: mean, sum of squares less the mean
    In partsRead;
    uint images, channels, size, parts;
    float epsilon, momentum;
} a;

void finish(uint channel, float mean, float squares)
{
    float count = float(int(a.images * a.size)), variance = squares / count, kept = 1.0 - a.momentum;
    a.mean.v[channel] = mean;
    a.variance.v[channel] = variance;
    a.scale.v[channel] = a.weight.v[channel] / sqrt(variance + a.epsilon);
    a.newMean.v[channel] = kept * a.runningMean.v[channel] + a.momentum * mean;
    a.newVariance.v[channel] = kept * a.runningVariance.v[channel] + a.momentum * (squares / (count - 1.0));
}

vec4 squared(vec4 x) { return x * x; }

void ofPart(Part part)
{
    vec4 sum = vec4(0);
    FOR_PART(part, a.channels, a.size, way, sum += loadUnit(a.x, way.at))
    float mean = WORKGROUP_SUM(sumOfUnit(sum)) / float(int(elementsOf(part)));
    vec4 squares = vec4(0), rests = vec4(0);
    FOR_PART(part, a.channels, a.size, way,
        vec4 d = lessUnit(loadUnit(a.x, way.at), mean);
        squares += squared(d);
        rests += d)
    float count = float(int(elementsOf(part))), rest = WORKGROUP_SUM(sumOfUnit(rests)) / count;    // that the mean's rounding left
    float total = max(WORKGROUP_SUM(sumOfUnit(squares)) - rest * rest * count, 0.0);
    mean += rest;
    if (gl_LocalInvocationID.x != 0u) return;
    if (STAGE == 0u) finish(part.channel, mean, total);
    else
    {
        a.partsWritten.v[2u * LINEAR_GROUP] = mean;
        a.partsWritten.v[2u * LINEAR_GROUP + 1u] = total;
    }
}

void together(uint channel)
{
    float first = a.partsRead.v[2u * channel * a.parts], sum = 0.0, squares = 0.0;
    for (uint i = channel * a.parts; i < (channel + 1u) * a.parts; i++)
        sum += (a.partsRead.v[2u * i] - first) * float(int(elementsOf(partOf(i, a.images, a.size, a.parts))));
    float mean = first + sum / float(int(a.images * a.size));
    for (uint i = channel * a.parts; i < (channel + 1u) * a.parts; i++)
    {
        float d = a.partsRead.v[2u * i] - mean;
        squares += a.partsRead.v[2u * i + 1u] + d * d * float(int(elementsOf(partOf(i, a.images, a.size, a.parts))));
    }
    finish(channel, mean, squares);
}

void main()
{
    if (STAGE == 2u)
    {
        if (LINEAR_INDEX < a.channels) together(LINEAR_INDEX);
        return;
    }
    if (LINEAR_GROUP >= a.channels * a.parts) return;           // the whole workgroup
    ofPart(partOf(LINEAR_GROUP, a.images, a.size, a.parts));
}
