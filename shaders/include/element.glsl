// One element of a tensor as a float, whatever its type: TYPE is VkLearn.Rendering's ElementType.
#ifndef ELEMENT_GLSL
#define ELEMENT_GLSL
#include "tensor.glsl"

layout(constant_id = 1) const uint TYPE = 0;                    // 0: float32, 1: float16, 2: int32, 3: uint8

float elementAt(InWords x, uint index)
{
    if (TYPE == 0u) return uintBitsToFloat(x.v[index]);
    if (TYPE == 2u) return float(int(x.v[index]));
    if (TYPE == 3u) return float(byteOf(x.v[index >> 2], index));
    vec2 halves = unpackHalf2x16(x.v[index >> 1]);
    return (index & 1u) == 0u ? halves.x : halves.y;
}
#endif
