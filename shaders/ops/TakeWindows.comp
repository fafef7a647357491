// The next windows of a stream that lies on the device: x[row] = its words from where the row's window begins, y[row] = those `ahead` of
// them, which are to be learned. In order, windows beyond the last are zeros, and `beyond` where they are to be learned. A row is shared
// by `sharers` workgroups, any number of them; an invocation copies a word a round.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "grid.glsl"
#include "random.glsl"

layout(local_size_x = 64, local_size_x_id = 0) in;
layout(constant_id = 24) const uint ORDER = 0;                  // 0: in order, 1: at random places, 2: each row goes on in its own piece

layout(push_constant, std430) uniform Args
{
    InWords stream;                                             // [items, each]
    InWords counters;                                           // [0] seed, [positionSlot] first window, [epochSlot] epoch
    OutWords x;                                                 // [batch, seen]
    OutWords y;                                                 // [batch, learned]
    uint seen, learned, ahead, stride, each;                   // in words
    uint count, places, batch, positionSlot, epochSlot, randomStream;
    uint offset;                                                // windows that the step has taken before
    uint beyond, sharers;
} a;

void main()
{
    uvec3 place = groupIn(a.sharers, a.batch);
    uint row = place.y, first = place.x * gl_WorkGroupSize.x + gl_LocalInvocationID.x;
    if (place.z != 0u) return;
    uint position = a.counters.v[a.positionSlot] + a.offset, window = position + row;
    bool inside = ORDER != 0u || window < a.count;
    uint begin = window * a.stride;
    if (ORDER == 1u) begin = permute(window % a.count, a.places, a.counters.v[0], a.counters.v[a.epochSlot], a.randomStream) * a.each;
    if (ORDER == 2u) begin = (row * (a.count / a.batch) + position / a.batch) * a.stride;
    for (uint i = first; i < a.seen + a.learned; i += a.sharers * gl_WorkGroupSize.x)
    {
        if (i < a.seen) a.x.v[row * a.seen + i] = inside ? a.stream.v[begin + i] : 0u;
        else a.y.v[row * a.learned + i - a.seen] = inside ? a.stream.v[begin + a.ahead + i - a.seen] : a.beyond;
    }
}
