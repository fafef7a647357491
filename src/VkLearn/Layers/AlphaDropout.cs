using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Primitives;
using Random = VkLearn.Primitives.Random;

namespace VkLearn.Layers;

/// <summary>
/// The dropout that goes with <see cref="Selu"/> (Klambauer et al. 2017, "New dropout technique"): in training sets a share of the elements
/// to what Selu is far below 0, new ones each step, and scales and shifts all so that mean and variance stay; in evaluation does nothing.
/// </summary>
public sealed class AlphaDropout : Layer
{
    const double Low = -1.0507009873554805 * 1.6732632423543772; // Selu's limit

    readonly float rate, scale, shift;

    /// <param name="rate">The share that is set, from 0 to below 1.</param>
    /// <exception cref="ArgumentException">The rate is out of its range.</exception>
    public AlphaDropout(float rate)
    {
        this.rate = rate is >= 0 and < 1 ? rate
            : throw new ArgumentException($"AlphaDropout: rate must be from 0 to below 1, received {rate}.", nameof(rate));
        double kept = 1 - (double)rate, scale = 1 / Math.Sqrt(kept + Low * Low * kept * rate);
        (this.scale, shift) = ((float)scale, (float)(-scale * rate * Low));
    }

    protected override Tensor Apply(Tensor input) => IsTraining && rate > 0
        ? Where.Select(Random.Uniform(input.Shape) < 1 - rate, input, (float)Low) * scale + shift : input;

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("AlphaDropout",
        "The dropout that goes with Selu: keeps mean and variance (Klambauer et al. 2017).",
        settings => new AlphaDropout(settings.Float("rate", min: 0, max: 0.999999f)));
}
