using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Layers;

/// <summary>Layers one after the other, named layers.0, layers.1 and so on.</summary>
public sealed class Sequential : Layer
{
    public Sequential(params IReadOnlyList<Layer> layers)
    {
        for (int i = 0; i < layers.Count; i++)
        {
            Add($"layers.{i}", layers[i]);
        }
    }

    /// <summary>
    /// Of so many layers at a time only what the last makes is kept for the backward, which computes the rest again
    /// (<see cref="Segment"/>): memory for time. About the square root of their number takes least. 0: all is kept.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 0.</exception>
    public int RecomputeEvery
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    protected override Tensor Apply(Tensor input)
    {
        Layer[][] parts = [.. Children.Chunk(RecomputeEvery > 0 ? RecomputeEvery : int.MaxValue)];
        foreach (Layer[] part in parts.SkipLast(1))
        {
            input = Segment.Recompute(() => Run(part, input));
        }

        return parts.Length > 0 ? Run(parts[^1], input) : input;
    }

    static Tensor Run(Layer[] layers, Tensor input) => layers.Aggregate(input, (x, layer) => layer.Forward(x));

    [ModuleInitializer]
    internal static void Register() =>
        Catalog<Layer>.Add("Sequential",
            "Layers one after the other; repeat: all of them so many times, each with weights of its own; recomputeEvery: keep every n-th "
            + "output only, and compute the others again.",
            settings => new Sequential(
                [.. Enumerable.Repeat(settings, settings.Int("repeat", 1, min: 1, max: 100_000))
                    .SelectMany(one => one.List("layers")).Select(Catalog<Layer>.Read)])
            {
                RecomputeEvery = settings.Int("recomputeEvery", 0, min: 0),
            });
}
