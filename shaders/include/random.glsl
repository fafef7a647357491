// Philox 4x32-10: J. Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", SC'11. A number is a pure function of
// (seed, stream, clock, index), so order and width of a dispatch do not matter. C# twin, bit for bit: Primitives/Philox.cs.
#ifndef RANDOM_GLSL
#define RANDOM_GLSL

uvec4 philox(uvec4 counter, uvec2 key)
{
    for (uint round = 0u; round < 10u; round++)
    {
        uint high0, low0, high1, low1;
        umulExtended(0xD2511F53u, counter.x, high0, low0);
        umulExtended(0xCD9E8D57u, counter.z, high1, low1);
        counter = uvec4(high1 ^ counter.y ^ key.x, low1, high0 ^ counter.w ^ key.y, low0);
        key += uvec2(0x9E3779B9u, 0xBB67AE85u);
    }
    return counter;
}

// Uniform in [0, 1), a multiple of 2^-24.
float uniformRandom(uint seed, uint stream, uint clock, uint index)
{
    return float(int(philox(uvec4(index, clock, 0u, 0u), uvec2(seed, stream)).x >> 8)) * 5.9604644775390625e-8;
}
#endif
