// The next rows of a data set that lies on the device: x[row] = images[item] * scale + shift, y[row] = labels[item]; beyond the last item
// x is 0 and y is `beyond`, or, shuffled, rows go on with the epoch's first. A row of the batch is shared by `sharers`
// workgroups, any number of them; an invocation makes one element a round, or four. What there is not has no elements.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "grid.glsl"
#include "random.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 24) const uint SHUFFLE = 0;                // 1: items come in the order of (seed, epoch, stream)
layout(constant_id = 25) const uint BYTES = 0;                  // 1: images are uint8, else float32
layout(constant_id = 26) const uint FOURS = 0;                  // 1: images have fours of elements, which come and go at once

layout(push_constant, std430) uniform Args
{
    InWords images;                                             // [count, elements]
    InWords labels;                                             // [count, labelElements] of 32 bits
    InWords counters;                                           // [0] seed, [positionSlot] first item, [epochSlot] epoch
    Out4 x;                                                     // [batch, elements]
    OutWords y;                                                 // [batch, labelElements]
    uint elements, labelElements, count, batch, positionSlot, epochSlot, stream;
    uint offset;                                                // rows that the step has taken before
    uint beyond;
    float scale, shift;
    uint sharers;
} a;

float element(uint at) { return BYTES != 0u ? float(int(byteOf(a.images.v[at >> 2], at))) : uintBitsToFloat(a.images.v[at]); }

vec4 four(uint at)
{
    if (BYTES == 0u) return vec4(element(at), element(at + 1u), element(at + 2u), element(at + 3u));
    uint word = a.images.v[at >> 2];
    return vec4(ivec4(byteOf(word, 0u), byteOf(word, 1u), byteOf(word, 2u), byteOf(word, 3u)));
}

void main()
{
    uvec3 place = groupIn(a.sharers, a.batch);
    uint row = place.y, first = place.x * gl_WorkGroupSize.x + gl_LocalInvocationID.x;
    if (place.z != 0u) return;
    uint position = a.counters.v[a.positionSlot] + a.offset + row;
    if (SHUFFLE != 0u) position %= a.count;
    uint item = position;
    bool inside = position < a.count;
    if (SHUFFLE != 0u) item = permute(position, a.count, a.counters.v[0], a.counters.v[a.epochSlot], a.stream);
    uint from = inside ? item * a.elements : 0u, to = row * a.elements, stride = a.sharers * gl_WorkGroupSize.x;
    if (FOURS != 0u)
        for (uint i = 4u * first; i < a.elements; i += 4u * stride)
        {
            precise vec4 values = inside ? four(from + i) * a.scale + a.shift : vec4(0);
            a.x.v[to + i >> 2] = values;
        }
    else
        for (uint i = first; i < a.elements; i += stride)
        {
            precise float value = inside ? element(from + i) * a.scale + a.shift : 0.0;
            a.x.v[to + i >> 2][to + i & 3u] = value;
        }
    for (uint i = first; i < a.labelElements; i += stride)
        a.y.v[row * a.labelElements + i] = inside ? a.labels.v[item * a.labelElements + i] : a.beyond;
}
