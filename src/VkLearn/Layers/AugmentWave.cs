using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Primitives;
using Random = VkLearn.Primitives.Random;

namespace VkLearn.Layers;

/// <summary>
/// In training waves [N, L] that differ from those there are and say the same, in a new random way each step: shifted, played faster or
/// slower, by which voices get higher or lower (Ko et al. 2015), and with white noise. In evaluation it does nothing.
/// </summary>
public sealed class AugmentWave : Layer
{
    readonly int shift;
    readonly float speed, noise;

    /// <param name="shift">Samples at most, either way; what comes in is silence.</param>
    /// <param name="speed">The share at most by which it is faster or slower, about its middle.</param>
    /// <param name="noise">At most so many times as loud as the wave, by root mean squares.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public AugmentWave(int shift = 0, float speed = 0, float noise = 0) => (this.shift, this.speed, this.noise) =
        shift >= 0 && speed is >= 0 and < 1 && float.IsFinite(noise) && noise >= 0 ? (shift, speed, noise)
        : throw new ArgumentException("AugmentWave: shift must be 0 samples or more, speed from 0 to below 1, noise 0 or more, received "
            + $"shift {shift}, speed {speed}, noise {noise}.");

    protected override Tensor Apply(Tensor input)
    {
        if (input.Shape.Rank != 2)
        {
            throw new ArgumentException($"AugmentWave \"{Path}\": needs waves [N, L], received {input}.");
        }

        if (!IsTraining)
        {
            return input;
        }

        Tensor played = shift > 0 || speed > 0 ? Played(input) : input;
        return noise > 0 ? played + Noise(played) : played;
    }

    /// <summary>Sample i of the result lies at middle + (i - middle) factor + shift of the wave, between two samples linearly.</summary>
    Tensor Played(Tensor wave)
    {
        (int n, int length) = (wave.Shape[0], wave.Shape[1]);
        float middle = (length - 1) / 2f;
        Tensor from = Tensor.From([.. Enumerable.Range(0, length).Select(i => i - middle)], [1, length]);
        Tensor place = from * (1 + Either(n) * speed) + (Either(n) * shift).Round() + middle;
        Tensor left = place.Floor(), share = place - left;
        return At(wave, left) * (1 - share) + At(wave, left + 1) * share;
    }

    /// <summary>Samples at whole places [N, L], 0 outside.</summary>
    static Tensor At(Tensor wave, Tensor place)
    {
        (int n, int length) = (wave.Shape[0], wave.Shape[1]);
        Tensor inside = (place > -0.5f) * (place < length - 0.5f);
        Tensor index = Where.Select(inside, place, 0f).Cast(DType.Int32)
            + Tensor.From([.. Enumerable.Range(0, n).Select(i => i * length)], [n, 1]);
        return Where.Select(inside, wave.Reshape([n * length]).Gather(index.Reshape([n * length])).Reshape([n, length]), 0f);
    }

    Tensor Noise(Tensor wave)
    {
        Tensor loudness = wave.Square().Mean(1, keepAxis: true).Sqrt();
        return Tensor.Normal(wave.Shape) * (loudness * Random.Uniform([wave.Shape[0], 1]) * noise);
    }

    /// <summary>From -1 to 1, a number for each wave.</summary>
    static Tensor Either(int waves) => Random.Uniform([waves, 1]) * 2 - 1;

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("AugmentWave",
        "In training waves [N, L] shifted by samples, played at another speed (Ko et al. 2015) and with noise.",
        settings => new AugmentWave(settings.Int("shift", 0, min: 0), settings.Float("speed", 0, min: 0, max: 0.9f),
            settings.Float("noise", 0, min: 0, max: 1000)));
}
