// Philox 4x32-10: J. Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", SC'11. A number is a pure function of
// (seed, stream, clock, index), so order and width of a dispatch do not matter. C# twin, bit for bit: Primitives/Philox.cs.
// Shuffling by a keyed bijection: no list of places, so any position of any epoch can be resumed. C# twin: Data/Shuffle.cs.
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

// The finaliser of A. Appleby's MurmurHash3.
uint mixBits(uint x)
{
    x = (x ^ x >> 16) * 0x85EBCA6Bu;
    x = (x ^ x >> 13) * 0xC2B2AE35u;
    return x ^ x >> 16;
}

// Where the shuffled order of [0, count) has its `item`, item < count. A Feistel network of eight rounds permutes the smallest domain of
// 4^n numbers that holds count; numbers outside are walked on from until one lies inside (J. Black and P. Rogaway, "Ciphers with
// Arbitrary Finite Domains", CT-RSA 2002).
uint permute(uint item, uint count, uint seed, uint epoch, uint stream)
{
    uint bits = uint(max(findMSB(max(count, 1u) - 1u) + 2, 2)) / 2u, mask = (1u << bits) - 1u;
    uvec4 key = philox(uvec4(epoch, stream, 0u, 0x53687566u), uvec2(seed, 0u));   // apart from Random's counters, which end in 0
    do
    {
        uint left = item >> bits, right = item & mask;
        for (uint round = 0u; round < 8u; round++)
        {
            uint next = left ^ mixBits(right ^ key[round & 3u] + round * 0x9E3779B9u) & mask;
            left = right;
            right = next;
        }
        item = left << bits | right;
    }
    while (item >= count);
    return item;
}
#endif
