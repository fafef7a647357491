// float16 from float32, rounded to the nearest, ties to even (IEEE 754-2008, 4.3.1) on every device: packHalf2x16 may round otherwise.
#ifndef HALF_GLSL
#define HALF_GLSL

// Drops the lowest `bits` of x, rounding to nearest even.
uint roundOff(uint x, uint bits) { return (x + (1u << (bits - 1u)) - 1u + (x >> bits & 1u)) >> bits; }

uint halfBits(uint bits)
{
    uint sign = bits >> 16 & 0x8000u, size = bits & 0x7FFFFFFFu;
    if (size > 0x7F800000u) return sign | 0x7E00u;                          // NaN
    if (size >= 0x47800000u) return sign | 0x7C00u;                         // 65536 and more: infinity
    if (size >= 0x38800000u) return sign | (roundOff(size - 0x38000000u, 13u));  // normal; rounding up may carry into infinity
    uint exponent = size >> 23, shift = 126u - exponent;                    // subnormal: the mantissa, its one written out
    return shift > 24u ? sign : sign | roundOff((size & 0x7FFFFFu) | 0x800000u, shift);
}

// One of the two halves of a word, as a float.
float halfOf(uint word, uint index) { return unpackHalf2x16(word >> (16u * (index & 1u))).x; }
#endif
