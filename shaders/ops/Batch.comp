// The next rows of a data set that lies on the device: x[row] = images[item] * scale + shift, y[row] = labels[item]; beyond the last item
// x is 0 and y is -1. Row `gl_WorkGroupID.y` of the batch is shared by the workgroups along x, any number of them.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "tensor.glsl"
#include "random.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 24) const uint SHUFFLE = 0;                // 1: items come in the order of (seed, epoch, stream)
layout(constant_id = 25) const uint BYTES = 0;                  // 1: images are uint8, else float32

layout(push_constant, std430) uniform Args
{
    InWords images;                                             // [count, elements]
    InInt labels;                                               // [count]
    InWords counters;                                           // [0] seed, [positionSlot] first item, [epochSlot] epoch
    Out x;                                                      // [batch, elements]
    OutInt y;                                                   // [batch]
    uint elements, count, batch, positionSlot, epochSlot, stream;
    float scale, shift;
} a;

float load(uint at) { return BYTES != 0u ? float(byteOf(a.images.v[at >> 2], at)) : uintBitsToFloat(a.images.v[at]); }

void main()
{
    uint row = gl_WorkGroupID.y, first = gl_WorkGroupID.x * gl_WorkGroupSize.x + gl_LocalInvocationID.x;
    if (row >= a.batch) return;
    uint position = a.counters.v[a.positionSlot] + row, item = position;
    bool inside = position < a.count;
    if (SHUFFLE != 0u && inside) item = permute(position, a.count, a.counters.v[0], a.counters.v[a.epochSlot], a.stream);
    for (uint i = first; i < a.elements; i += gl_NumWorkGroups.x * gl_WorkGroupSize.x)
    {
        precise float value = inside ? load(item * a.elements + i) * a.scale + a.shift : 0.0;
        a.x.v[row * a.elements + i] = value;
    }
    if (first == 0u) a.y.v[row] = inside ? a.labels.v[item] : -1;
}
