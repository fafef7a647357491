using System.Numerics;

namespace VkLearn.Data;

/// <summary>
/// Two colours in a pattern over the plane: a gradient, stripes, checks, spots or clouds, drawn at random. Only + - * / of float32 and
/// floor, as in all that VkLearn draws itself.
/// </summary>
readonly struct DrawnTexture
{
    const int Kinds = 5;

    readonly int kind;
    readonly Vector2 along;              // of length 1 / period
    readonly float phase, crossPhase, sharpness;
    readonly uint noise;

    public DrawnTexture(Vector3 first, Vector3 second, ref CounterRandom random)
    {
        (First, Second) = (first, second);
        kind = random.Below(Kinds);
        float period = kind == 0 ? 20 + 30 * random.Uniform() : 5 + 9 * random.Uniform(); // pixels
        along = random.Direction() / period;
        (phase, crossPhase) = (random.Uniform(), random.Uniform());
        sharpness = 1 + 4 * random.Uniform();
        noise = (uint)random.Below(int.MaxValue);
    }

    public Vector3 First { get; }
    public Vector3 Second { get; }

    /// <summary>The colour at a place, in pixels.</summary>
    public Vector3 At(float x, float y)
    {
        float u = x * along.X + y * along.Y + phase, v = y * along.X - x * along.Y + crossPhase;
        return First + (Second - First) * kind switch
        {
            0 => Wave(u, 1),
            1 => Wave(u, sharpness),
            2 => Either(Wave(u, sharpness), Wave(v, sharpness)),
            3 => Spot(u, v),
            _ => Cloud(u * 2, v * 2),
        };
    }

    /// <summary>Up and down once in 1, from 0 to 1.</summary>
    static float Wave(float u, float sharpness) => Math.Clamp((MathF.Abs(2 * Fraction(u) - 1) - 0.5f) * sharpness + 0.5f, 0, 1);

    static float Either(float a, float b) => a + b - 2 * a * b;

    float Spot(float u, float v)
    {
        float x = Fraction(u) - 0.5f, y = Fraction(v) - 0.5f;
        return Math.Clamp((0.1f - x * x - y * y) * 4 * sharpness + 0.5f, 0, 1);
    }

    /// <summary>Value noise: random numbers at whole places, smoothly between.</summary>
    float Cloud(float u, float v)
    {
        float left = MathF.Floor(u), top = MathF.Floor(v), x = Smooth(u - left), y = Smooth(v - top);
        return Mix(
            Mix(NoiseAt(left, top), NoiseAt(left + 1, top), x), Mix(NoiseAt(left, top + 1), NoiseAt(left + 1, top + 1), x), y);
    }

    float NoiseAt(float x, float y)
    {
        uint hash = unchecked((uint)((int)x * 73856093 ^ (int)y * 19349663) ^ noise);
        hash = unchecked((hash ^ hash >> 16) * 0x85EBCA6B); // the first half of MurmurHash3's finaliser
        return (hash >> 8) * (1f / (1 << 24));
    }

    static float Fraction(float x) => x - MathF.Floor(x);
    static float Smooth(float x) => x * x * (3 - 2 * x);
    static float Mix(float a, float b, float share) => a + (b - a) * share;
}
