using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Layers;

/// <summary>Layers one after the other, named layers.0, layers.1 and so on.</summary>
public sealed class Sequential : Layer
{
    const int MostLayers = 100_000;

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
            settings => new Sequential(ReadLayers(settings))
            {
                RecomputeEvery = settings.Int("recomputeEvery", 0, min: 0),
            });

    /// <summary>Repeats may stand in repeats: what one makes is counted before others are made.</summary>
    static Layer[] ReadLayers(Settings settings)
    {
        List<Layer> layers = [];
        int repeat = settings.Int("repeat", 1, min: 1, max: MostLayers);
        for (int i = 0; i < repeat; i++)
        {
            layers.AddRange(settings.List("layers").Select(Catalog<Layer>.Read));
            if (i == 0 && repeat > 1 && layers.Sum(CountOf) * repeat is > MostLayers and var all)
            {
                throw settings.Error(FormattableString.Invariant(
                    $"\"repeat\" makes {all} layers, with those within layers, and at most {MostLayers} are made. Use fewer."), "repeat");
            }
        }

        return [.. layers];
    }

    static long CountOf(Layer layer) => 1 + layer.Children.Sum(CountOf);
}
