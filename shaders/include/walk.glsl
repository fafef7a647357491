// What the kernels of a walk share. Layer by layer y = program(h W, x1, x2, x3) (elementwise.glsl, r[0] = the sum), h being an output of
// the layer before, [M, N] all of them and W [N, N]. Everything a layer has of its own lies at a constant stride from the one before.
// The kernel defines Stored: what it declares of y0 and y1, OutWords or InOutWords.
#ifndef WALK_GLSL
#define WALK_GLSL
#include "elementwise.glsl"

layout(constant_id = 24) const uint N = 32;                     // a layer's width, at most 256
layout(constant_id = 25) const uint TRANSPOSE_B = 0;            // 1: h times W transposed
// Two bits each for h, x1, x2, x3: 0 lies in memory, 1 is y0 of the layer before, 2 is y1 of it. In the first layer all lie in memory.
layout(constant_id = 26) const uint CARRIED = 1;
layout(constant_id = 27) const uint STORED = 3;                 // bit 0: y0 of all layers is stored, bit 1: y1; else the last layer's

layout(constant_id = 28) const uint STREAMS = 0;                // which immediates are streams of random numbers, a bit each
layout(constant_id = 29) const uint STREAM_STRIDE = 0;          // from one layer's streams to the next's

layout(push_constant, std430) uniform Args
{
    In h, w;
    InWords x1, x2, x3;
    Stored y0, y1;
    InWords counters;                                           // [0] seed, [1] clock of Random
    uint M, layers;
    int strideW, stride1, stride2, stride3, strideY0, strideY1; // below 0: the last layer lies first
    uint i0, i1, i2, i3, i4, i5, i6, i7;
} a;

const bool HAS_Y1 = (OUTPUT & 0x4000u) != 0u;
const uint CARRIED_H = CARRIED & 3u, CARRIED_1 = CARRIED >> 2 & 3u, CARRIED_2 = CARRIED >> 4 & 3u, CARRIED_3 = CARRIED >> 6 & 3u;

uint startOf(uint layer, int stride) { return (stride < 0 ? a.layers - 1u - layer : layer) * uint(abs(stride)); }

// Where a layer stores y0 (bit 1) or y1 (bit 2). Where only the last layer's is wanted it lies first, and behind it room for one more:
// layers take turns.
uint slotOf(uint layer, uint bit, int stride)
{
    return (STORED & bit) != 0u ? startOf(layer, stride) : (a.layers - 1u - layer & 1u) * uint(stride);
}

// An immediate of a layer.
uint immediateOf(uint layer, uint i, uint word) { return (STREAMS >> i & 1u) != 0u ? word + layer * STREAM_STRIDE : word; }

// A layer's program on one sum: y0 and y1. x: what x1, x2 and x3 are there.
uvec2 run(uint layer, uint index, float sum, uvec3 x)
{
    r[0] = floatBitsToUint(sum);
    r[1] = x.x; r[2] = x.y; r[3] = x.z; r[4] = 0u; r[5] = 0u;
    r[6] = immediateOf(layer, 0u, a.i0); r[7] = immediateOf(layer, 1u, a.i1); r[8] = immediateOf(layer, 2u, a.i2);
    r[9] = immediateOf(layer, 3u, a.i3); r[10] = immediateOf(layer, 4u, a.i4); r[11] = immediateOf(layer, 5u, a.i5);
    r[12] = immediateOf(layer, 6u, a.i6); r[13] = immediateOf(layer, 7u, a.i7);
    runProgram(index, a.counters);
    return uvec2(r[OUTPUT & 63u], r[OUTPUT >> 8 & 63u]);
}
#endif
