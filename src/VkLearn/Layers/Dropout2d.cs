using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Primitives;
using Random = VkLearn.Primitives.Random;

namespace VkLearn.Layers;

/// <summary>
/// In training sets a share of the channels of [N, C, ...] to 0, new ones for each image and step, and scales the others so that the mean
/// stays (Tompson et al. 2015, spatial dropout); in evaluation does nothing.
/// </summary>
public sealed class Dropout2d : Layer
{
    readonly float rate;

    /// <param name="rate">The share set to 0, from 0 to below 1.</param>
    /// <exception cref="ArgumentException">The rate is out of its range.</exception>
    public Dropout2d(float rate)
    {
        this.rate = rate is >= 0 and < 1 ? rate
            : throw new ArgumentException($"Dropout2d: rate must be from 0 to below 1, received {rate}.", nameof(rate));
    }

    protected override Tensor Apply(Tensor input)
    {
        if (input.Shape.Rank < 2)
        {
            throw new ArgumentException($"Dropout2d \"{Path}\": input {input.Shape} must be [N, C, ...].");
        }

        if (!IsTraining || rate == 0)
        {
            return input;
        }

        Shape channels = [.. input.Shape.Sizes[..2], .. Enumerable.Repeat(1, input.Shape.Rank - 2)];
        return Where.Select(Random.Uniform(channels) < 1 - rate, input * (1 / (1 - rate)), 0f);
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("Dropout2d",
        "In training sets a share of the channels to 0 and scales the others (Tompson et al. 2015).",
        settings => new Dropout2d(settings.Float("rate", min: 0, max: 0.999999f)));
}
