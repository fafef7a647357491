using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Layers;

/// <summary>
/// Long short-term memory with forget gates (Gers et al. 1999) over the steps of [N, T, inFeatures]; gates in PyTorch's order: input,
/// forget, candidate, output. See <see cref="RecurrentLayer"/>; its states are hidden and cell.
/// </summary>
public sealed class Lstm : RecurrentLayer
{
    /// <param name="outFeatures">Of the hidden state each way.</param>
    /// <param name="forgetBias">What the forget gate's two biases add up to at first, so that cells remember from the start
    /// (Jozefowicz et al. 2015); null: drawn like the others, as PyTorch has it.</param>
    /// <param name="memory">Steps for which units are to remember at first, some long and some for a few, in place of the forget bias
    /// (<see cref="ChronoBias"/>); 0: not so.</param>
    /// <param name="form">What is unlike the plain one.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public Lstm(int inFeatures, int outFeatures, RecurrentOptions? options = null, float? forgetBias = 1, int memory = 0,
        LstmForm? form = null)
        : this(inFeatures, outFeatures, options, forgetBias, memory, form ?? new(), form?.Cells ?? outFeatures)
    {
    }

    Lstm(int inFeatures, int outFeatures, RecurrentOptions? options, float? forgetBias, int memory, LstmForm form, int cells)
        : base(inFeatures, options, gates: 4, cells, ("hidden", outFeatures), ("cell", cells))
    {
        form.Check();
        float limit = 1 / MathF.Sqrt(cells);
        Initializer Bias(float? forget) => forget is { } value ? new GateBias(limit, 4, 1, value) : Initializer.Uniform(limit);
        (Initializer first, Initializer second) = memory > 0 ? (new ChronoBias(memory, Gates: 4, Keeps: 1, Writes: 0), Initializer.Zeros)
            : (Bias(forgetBias), Bias(forgetBias * 0));
        AddWays(form.IsNormalized ? null : first, form.IsNormalized ? first : second, walksBias: form.IsNormalized, form.Walk);
        foreach (RecurrentWay way in Ways)
        {
            form.AddTo(way, cells);
        }
    }

    public override IReadOnlyList<string> Gates => ["input", "forget", "candidate", "output"];

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("Lstm",
        "Long short-term memory (Gers et al. 1999) over the steps of [N, T, inFeatures]; last: only the last state, [N, outFeatures].",
        settings => new Lstm(settings.Int("inFeatures", min: 1, max: 1 << 16), settings.Int("outFeatures", min: 1, max: 1 << 14),
            RecurrentOptions.Read(settings), settings.Float("forgetBias", 1), settings.Int("memory", 0, min: 0, max: 1 << 20),
            LstmForm.Read(settings)));
}
