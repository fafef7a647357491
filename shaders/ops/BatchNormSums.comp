// Of each channel the sums of g x' and of g, x' = (x - mean) / sqrt(variance + epsilon): the gradients of batch normalisation by weight and
// bias (S. Ioffe and C. Szegedy 2015, section 3). STAGEs: channels.glsl.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "channels.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 25) const uint STAGE = 0;

layout(push_constant, std430) uniform Args
{
    In4 x, g;                                                   // [images, channels, size]
    In mean, variance;                                          // [channels], as what follows
    Out toWeight, toBias;
    Out partsWritten;                                           // [channels, parts, 2]: the sums of g (x - mean) and of g
    In partsRead;
    uint images, channels, size, parts;
    float epsilon;
} a;

void finish(uint channel, float product, float sum)
{
    a.toWeight.v[channel] = product / sqrt(a.variance.v[channel] + a.epsilon);
    a.toBias.v[channel] = sum;
}

void ofPart(Part part)
{
    float mean = a.mean.v[part.channel];
    vec4 products = vec4(0), sums = vec4(0);
    FOR_PART(part, a.channels, a.size, way,
        vec4 g = loadUnit(a.g, way.at);
        products += g * lessUnit(loadUnit(a.x, way.at), mean);
        sums += g)
    float product = WORKGROUP_SUM(sumOfUnit(products)), sum = WORKGROUP_SUM(sumOfUnit(sums));
    if (gl_LocalInvocationID.x != 0u) return;
    if (STAGE == 0u) finish(part.channel, product, sum);
    else
    {
        a.partsWritten.v[2u * LINEAR_GROUP] = product;
        a.partsWritten.v[2u * LINEAR_GROUP + 1u] = sum;
    }
}

void together(uint channel)
{
    float product = 0.0, sum = 0.0;
    for (uint i = channel * a.parts; i < (channel + 1u) * a.parts; i++)
    {
        product += a.partsRead.v[2u * i];
        sum += a.partsRead.v[2u * i + 1u];
    }
    finish(channel, product, sum);
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
