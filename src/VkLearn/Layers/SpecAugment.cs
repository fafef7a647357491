using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Primitives;
using Random = VkLearn.Primitives.Random;

namespace VkLearn.Layers;

/// <summary>
/// In training bands of frequencies and stretches of time of spectra [N, F, T] are set to 0, new ones for each item and step (Park et al.
/// 2019, without the paper's warping of time): each begins anywhere and is as wide as is drawn, up to a most. In evaluation it does
/// nothing.
/// </summary>
public sealed class SpecAugment : Layer
{
    readonly int bands, bandWidth, stretches, stretchWidth;

    /// <param name="bands">Masks over frequencies.</param>
    /// <param name="bandWidth">Rows that one covers at most.</param>
    /// <param name="stretches">Masks over time.</param>
    /// <param name="stretchWidth">Frames that one covers at most.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 0.</exception>
    public SpecAugment(int bands, int bandWidth, int stretches, int stretchWidth)
    {
        foreach (int number in (int[])[bands, bandWidth, stretches, stretchWidth])
        {
            ArgumentOutOfRangeException.ThrowIfNegative(number);
        }

        (this.bands, this.bandWidth, this.stretches, this.stretchWidth) = (bands, bandWidth, stretches, stretchWidth);
    }

    protected override Tensor Apply(Tensor input)
    {
        if (input.Shape.Rank != 3 || bandWidth > input.Shape[1] || stretchWidth > input.Shape[2])
        {
            throw new ArgumentException($"SpecAugment \"{Path}\": needs spectra [N, F, T] of at least {bandWidth} rows and {stretchWidth} "
                + $"frames, which its masks may be wide, received {input}.");
        }

        return IsTraining ? Masked(Masked(input, 1, bands, bandWidth), 2, stretches, stretchWidth) : input;
    }

    static Tensor Masked(Tensor spectra, int axis, int masks, int most)
    {
        (int n, int size) = (spectra.Shape[0], spectra.Shape[axis]);
        Tensor place = Tensor.From([.. Enumerable.Range(0, size).Select(i => (float)i)], axis == 1 ? [1, size, 1] : [1, 1, size]);
        for (int mask = 0; mask < masks; mask++)
        {
            Tensor width = (Random.Uniform([n, 1, 1]) * (most + 1)).Floor();
            Tensor begin = (Random.Uniform([n, 1, 1]) * (size - width + 1)).Floor();
            spectra = Where.Select((place >= begin) * (place < begin + width), 0f, spectra);
        }

        return spectra;
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("SpecAugment",
        "In training sets bands of frequencies and stretches of time of spectra [N, F, T] to 0 (Park et al. 2019).",
        settings => new SpecAugment(settings.Int("bands", 2, min: 0, max: 100), settings.Int("bandWidth", 6, min: 0),
            settings.Int("stretches", 2, min: 0, max: 100), settings.Int("stretchWidth", 8, min: 0)));
}
