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
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public Gru(int inFeatures, int outFeatures, RecurrentOptions? options = null, bool resetsAfter = true)
        : base(inFeatures, options, gates: 3, outFeatures, ("hidden", outFeatures))
    {
        Initializer bias = Initializer.Uniform(1 / MathF.Sqrt(outFeatures));
        AddWays(bias, bias, walksBias: true, (way, x, before, lengths) =>
        {
            Tensor ofProduct = way.RecurrentBias is null ? Tensor.Zeros([3 * outFeatures]) : way.RecurrentBias;
            (Tensor states, Tensor last) = x.Gru(
                way.RecurrentWeight, ofProduct, before.FirstOrDefault(), lengths, way.IsReverse, resetsAfter);
            return [states, last];
        });
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("Gru",
        "Gated recurrent units (Cho et al. 2014) over the steps of [N, T, inFeatures]; last: only the last state, [N, outFeatures].",
        settings => new Gru(settings.Int("inFeatures", min: 1, max: 1 << 16), settings.Int("outFeatures", min: 1, max: 1 << 14),
            RecurrentOptions.Read(settings), settings.Flag("resetsAfter", true)));
}
