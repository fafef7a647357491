using System.Numerics;

namespace VkLearn.Data;

/// <summary>
/// Random numbers for drawing data: the n-th is a hash of (seed, index, n), so that items can be drawn in any order on any thread.
/// The mixing is SplitMix64's (Steele, Lea and Flood 2014); System.Random may change between .NET versions, this does not.
/// </summary>
struct CounterRandom(uint seed, uint index)
{
    ulong state = Mix(((ulong)seed << 32) | index);

    /// <summary>Uniform in [0, 1), 24 bits.</summary>
    public float Uniform() => (Next() >> 40) * (1f / (1 << 24));

    /// <summary>Uniform in [0, bound).</summary>
    public int Below(int bound) => (int)((Next() >> 32) * (ulong)bound >> 32);

    /// <summary>
    /// Mean 0, deviation 1, within ±3.5: the sum of four uniforms, which needs no logarithm (whose last bit differs by machine).
    /// </summary>
    public float Normal() => (Uniform() + Uniform() + Uniform() + Uniform() - 2) * 1.7320508f;

    /// <summary>A vector of length 1, all directions alike.</summary>
    public Vector2 Direction()
    {
        while (true)
        {
            Vector2 v = new(2 * Uniform() - 1, 2 * Uniform() - 1);
            float square = v.X * v.X + v.Y * v.Y;
            if (square is > 0.01f and <= 1)
            {
                return v / MathF.Sqrt(square);
            }
        }
    }

    ulong Next() => Mix(state += 0x9e3779b97f4a7c15);

    static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
}
