// Two floats at once, for those kernels of conv.glsl that are for CPU drivers: there a load costs much, of 4 bytes as
// of 8.
#ifndef CONVPAIRS_GLSL
#define CONVPAIRS_GLSL
#extension GL_EXT_shader_explicit_arithmetic_types_int64 : require
#include "conv.glsl"

layout(buffer_reference, std430, buffer_reference_align = 8) readonly buffer Pair { uint64_t v; };

vec2 pairAt(uint64_t address) { return uintBitsToFloat(unpackUint2x32(Pair(address).v)); }

vec2 pairOf(In x, uint element) { return pairAt(uint64_t(x) + 4ul * uint64_t(element)); }

// Two neighbours in a row of the image that begins at `row`, 0 outside. Of rows of even length, from an even x: never half outside.
vec2 valuesAt(uint row, bool rowInside, int x)
{
    const bool inside = rowInside && uint(x) < a.width;
    const vec2 values = pairOf(a.b, row + (inside ? uint(x) : 0u));
    return inside ? values : vec2(0.0);
}
#endif
