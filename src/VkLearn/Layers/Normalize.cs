using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Layers;

/// <summary>
/// Brings channels of images [.., C, H, W] to mean 0 and deviation 1, by constants measured on a data set: (x - mean) / deviation. A layer,
/// not a step of loading data, because weights that were learned behind it are right only behind it; so images stay what they look like for
/// whatever else sees them.
/// </summary>
public sealed class Normalize : Layer
{
    readonly float[] mean, scale;

    /// <param name="mean">Of each channel.</param>
    /// <param name="deviation">The standard deviation of each.</param>
    /// <exception cref="ArgumentException">They are not as many, or a deviation is not above 0.</exception>
    public Normalize(IReadOnlyList<float> mean, IReadOnlyList<float> deviation)
    {
        if (mean.Count == 0 || mean.Count != deviation.Count || deviation.Any(value => !(value > 0)))
        {
            throw new ArgumentException("Normalize: needs one mean and one deviation above 0 a channel, "
                + $"received [{string.Join(", ", mean)}] and [{string.Join(", ", deviation)}].");
        }

        (this.mean, scale) = ([.. mean], [.. deviation.Select(value => 1 / value)]);
    }

    protected override Tensor Apply(Tensor input)
    {
        if (input.Shape.Rank < 3 || input.Shape[^3] != scale.Length)
        {
            throw new ArgumentException($"Normalize \"{Path}\": input {input.Shape} must be images [.., {scale.Length}, H, W]. "
                + "Give a mean and a deviation for each channel.");
        }

        return (input - Tensor.From(mean, [mean.Length, 1, 1])) * Tensor.From(scale, [scale.Length, 1, 1]);
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("Normalize", "(x - mean) / deviation, by constants a channel.",
        settings => new Normalize(settings.Floats("mean"), settings.Floats("deviation")));
}
