// Two floats a load, on CPU drivers, whose loads are gathers: of columns by their byte addresses, which are neighbours and begin where a
// pair may if WIDE, and of what lies side by side.
#ifndef PAIRS_GLSL
#define PAIRS_GLSL

layout(buffer_reference, std430, buffer_reference_align = 8) readonly buffer Pair { uint64_t v; };
layout(buffer_reference, std430, buffer_reference_align = 8) buffer OwnPair { uint64_t v; };

vec2 loadPair(uint64_t first, uint64_t second)
{
    if (WIDE != 0u) return uintBitsToFloat(unpackUint2x32(Pair(first).v));
    return vec2(In(first).v[0], In(second).v[0]);
}

// What this dispatch may have stored is not read as read-only.
vec2 loadOwnPair(uint64_t at)
{
    if (WIDE != 0u) return uintBitsToFloat(unpackUint2x32(OwnPair(at).v));
    return vec2(InOut(at).v[0], InOut(at).v[1]);
}

#endif
