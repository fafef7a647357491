using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Layers;

/// <summary>
/// Long short-term memory with forget gates (Gers et al. 1999) over the steps of [N, T, inFeatures]; gates in PyTorch's order: input,
/// forget, candidate, output. See <see cref="RecurrentLayer"/>; its states are hidden and cell.
/// </summary>
public sealed class Lstm : RecurrentLayer
{
    /// <param name="outFeatures">Units each way.</param>
    /// <param name="forgetBias">What the forget gate's two biases add up to at first, so that cells remember from the start
    /// (Jozefowicz et al. 2015); null: drawn like the others, as PyTorch has it.</param>
    /// <param name="peepholes">Whether gates see the cell (Gers and Schmidhuber 2000). Such run as their definition, many times
    /// slower.</param>
    /// <param name="memory">Steps for which units are to remember at first, some long and some for a few, in place of the forget bias
    /// (<see cref="ChronoBias"/>); 0: not so.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public Lstm(int inFeatures, int outFeatures, RecurrentOptions? options = null, float? forgetBias = 1, bool peepholes = false,
        int memory = 0)
        : base(inFeatures, outFeatures, options, gates: 4, "hidden", "cell")
    {
        float limit = 1 / MathF.Sqrt(outFeatures);
        Initializer Bias(float? forget) => forget is { } value ? new GateBias(limit, 4, 1, value) : Initializer.Uniform(limit);
        AddWays(memory > 0 ? new ChronoBias(memory) : Bias(forgetBias), memory > 0 ? Initializer.Zeros : Bias(forgetBias * 0),
            walksBias: false, (way, x, before, lengths) =>
        {
            (Tensor states, _, Tensor last, Tensor cell) = x.Lstm(way.RecurrentWeight,
                before.Length == 0 ? null : (before[0], before[1]), lengths, way.IsReverse, way.Peepholes?.Value);
            return [states, last, cell];
        });
        foreach (RecurrentWay way in Ways.Where(_ => peepholes))
        {
            way.AddPeepholes(outFeatures);
        }
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("Lstm",
        "Long short-term memory (Gers et al. 1999) over the steps of [N, T, inFeatures]; last: only the last state, [N, outFeatures].",
        settings => new Lstm(settings.Int("inFeatures", min: 1, max: 1 << 16), settings.Int("outFeatures", min: 1, max: 1 << 14),
            RecurrentOptions.Read(settings), settings.Float("forgetBias", 1), settings.Flag("peepholes", false),
            settings.Int("memory", 0, min: 0, max: 1 << 20)));
}
