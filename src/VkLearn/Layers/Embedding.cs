using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Primitives;

namespace VkLearn.Layers;

/// <summary>
/// A learned vector for each of so many words (Bengio et al. 2003): Int32 or bytes [..] to [.., features]. A word that is none of them
/// gives NaN, so that the mistake is seen.
/// </summary>
public sealed class Embedding : Layer
{
    /// <param name="count">How many words there are, counted from 0.</param>
    /// <param name="weight">By default uniform within 0.05.</param>
    /// <exception cref="ArgumentException">A size is below 1.</exception>
    public Embedding(int count, int features, Initializer? weight = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        Weight = Add("weight", [count, features], weight ?? Initializer.Uniform(0.05f), "word", "feature");
    }

    /// <summary>[count, features].</summary>
    public Parameter Weight { get; }

    protected override Tensor Apply(Tensor input)
    {
        if (input.Type is not (DType.Int32 or DType.UInt8))
        {
            throw new ArgumentException($"Embedding \"{Path}\": needs Int32 or UInt8 words, received {input.TensorType}. Cast it first.");
        }

        Tensor words = input.Cast(DType.Int32).Reshape([checked((int)input.Shape.Count)]);
        return Weight.Value.Gather(words).Reshape([.. input.Shape, Weight.Shape[1]]);
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("Embedding",
        "A learned vector for each of so many words (Bengio et al. 2003): whole numbers [..] to [.., features].",
        settings => new Embedding(settings.Int("count", min: 1, max: 1 << 24), settings.Int("features", min: 1, max: 1 << 16)));
}
