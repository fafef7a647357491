using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Layers;

/// <summary>
/// Gated recurrent units (Cho et al. 2014) over the steps of [N, T, inFeatures]; gates in PyTorch's order: reset, update, candidate. See
/// <see cref="RecurrentLayer"/>.
/// </summary>
public sealed class Gru : RecurrentLayer
{
    /// <param name="outFeatures">Units each way.</param>
    /// <param name="resetsAfter">Whether the reset gate comes after the recurrent product, as in PyTorch, or before it, as in the paper.
    /// The latter runs as its definition, many times slower.</param>
    /// <param name="memory">Steps for which units are to remember at first, some long and some for a few (<see cref="ChronoBias"/>); 0: not
    /// so.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public Gru(int inFeatures, int outFeatures, RecurrentOptions? options = null, bool resetsAfter = true, int memory = 0)
        : base(inFeatures, options, gates: 3, outFeatures, ("hidden", outFeatures))
    {
        Initializer bias = Initializer.Uniform(1 / MathF.Sqrt(outFeatures));
        (Initializer first, Initializer second) = memory > 0
            ? (new ChronoBias(memory, Gates: 3, Keeps: 1), Initializer.Zeros) : (bias, bias);
        AddWays(first, second, walksBias: true, (way, x, before, lengths) =>
        {
            Tensor ofProduct = way.RecurrentBias is null ? Tensor.Zeros([3 * outFeatures]) : way.RecurrentBias;
            RecurrentStates made = x.Gru(
                way.RecurrentWeight, ofProduct, before.FirstOrDefault(), lengths, way.IsReverse, resetsAfter);
            way.NameGates(made.Gates!);
            return [made.States, made.Last];
        });
    }

    public override IReadOnlyList<string> Gates => ["reset", "update", "candidate"];

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("Gru",
        "Gated recurrent units (Cho et al. 2014) over the steps of [N, T, inFeatures]; last: only the last state, [N, outFeatures].",
        settings => new Gru(settings.Int("inFeatures", min: 1, max: 1 << 16), settings.Int("outFeatures", min: 1, max: 1 << 14),
            RecurrentOptions.Read(settings), settings.Flag("resetsAfter", true),
            settings.Int("memory", 0, min: 0, max: 1 << 20)));
}
