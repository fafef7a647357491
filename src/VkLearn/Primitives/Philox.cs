namespace VkLearn.Primitives;

/// <summary>
/// Philox 4x32-10, the counter-based generator of J. Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", SC'11.
/// The twin, bit for bit, of <c>shaders/include/random.glsl</c>: a number is a pure function of (seed, stream, clock, index).
/// </summary>
public static class Philox
{
    /// <summary>A uniform number in [0, 1), a multiple of 2^-24.</summary>
    /// <param name="seed">The run's seed, <c>counters[0]</c> on the device.</param>
    /// <param name="stream">Which random op of the trace asks.</param>
    /// <param name="clock">How often the recording has run, <c>counters[1]</c> on the device.</param>
    /// <param name="index">The linear index of the element.</param>
    public static float Uniform(uint seed, uint stream, uint clock, uint index)
    {
        const float step = 1f / (1 << 24);
        return (Block(index, clock, 0, 0, seed, stream).X0 >> 8) * step;
    }

    /// <summary>The four words that ten rounds make of the counter (c0, c1, c2, c3) under the key (k0, k1).</summary>
    public static (uint X0, uint X1, uint X2, uint X3) Block(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1)
    {
        for (int round = 0; round < 10; round++)
        {
            ulong p0 = 0xD2511F53UL * c0, p1 = 0xCD9E8D57UL * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 = unchecked(k0 + 0x9E3779B9);
            k1 = unchecked(k1 + 0xBB67AE85);
        }
        return (c0, c1, c2, c3);
    }
}
