using System.Numerics;
using VkLearn.Primitives;

namespace VkLearn.Data;

/// <summary>
/// Shuffling by a keyed bijection, so that data order is one counter and any position of any epoch can be resumed. The twin, bit for
/// bit, of <c>permute</c> in <c>shaders/include/random.glsl</c>.
/// </summary>
public static class Shuffle
{
    /// <summary>
    /// Where the shuffled order of [0, count) has its <paramref name="item"/>. A Feistel network of eight rounds permutes the smallest
    /// domain of 4^n numbers that holds count; numbers outside are walked on from until one lies inside: J. Black and P. Rogaway,
    /// "Ciphers with Arbitrary Finite Domains", CT-RSA 2002. Rounds mix with the finaliser of A. Appleby's MurmurHash3.
    /// </summary>
    /// <param name="item">Position in the epoch, below <paramref name="count"/>.</param>
    /// <param name="count">Number of items.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="epoch">The epoch; each has its own order.</param>
    /// <param name="stream">Which data set of the trace asks.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="item"/> is not below <paramref name="count"/>.</exception>
    public static uint Permute(uint item, uint count, uint seed, uint epoch, uint stream)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(item, count);
        int bits = Math.Max((33 - BitOperations.LeadingZeroCount(count - 1)) / 2, 1);
        var (k0, k1, k2, k3) = Philox.Block(epoch, stream, 0, 0x53687566, seed, 0);
        ReadOnlySpan<uint> key = [k0, k1, k2, k3];
        do
        {
            item = Network(item, bits, key);
        }
        while (item >= count);
        return item;
    }

    static uint Network(uint item, int bits, ReadOnlySpan<uint> key)
    {
        uint mask = (1u << bits) - 1, left = item >> bits, right = item & mask;
        for (uint round = 0; round < 8; round++)
        {
            uint roundKey = unchecked(key[(int)(round & 3)] + round * 0x9E3779B9);
            (left, right) = (right, left ^ (Mix(right ^ roundKey) & mask));
        }
        return left << bits | right;
    }

    static uint Mix(uint x)
    {
        x = unchecked((x ^ x >> 16) * 0x85EBCA6B);
        x = unchecked((x ^ x >> 13) * 0xC2B2AE35);
        return x ^ x >> 16;
    }
}
