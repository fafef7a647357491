using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Layers;

/// <summary>
/// A simple recurrent network (Elman 1990): h = tanh(x W + b + h U + b'), or max(0, .), over the steps of [N, T, inFeatures]. See
/// <see cref="RecurrentLayer"/>.
/// </summary>
public sealed class Rnn : RecurrentLayer
{
    /// <param name="outFeatures">Units each way.</param>
    /// <param name="relu">max(0, .) in place of the hyperbolic tangent.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public Rnn(int inFeatures, int outFeatures, RecurrentOptions? options = null, bool relu = false)
        : base(inFeatures, options, gates: 1, outFeatures, ("hidden", outFeatures))
    {
        Initializer bias = Initializer.Uniform(1 / MathF.Sqrt(outFeatures));
        AddWays(bias, bias, walksBias: false, (way, x, before, lengths) =>
        {
            (Tensor states, Tensor last) = x.Rnn(way.RecurrentWeight, before.FirstOrDefault(), lengths, way.IsReverse, relu);
            return [states, last];
        });
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("Rnn",
        "A simple recurrent network (Elman 1990) over the steps of [N, T, inFeatures]; last: only the last state, [N, outFeatures].",
        settings => new Rnn(settings.Int("inFeatures", min: 1, max: 1 << 16), settings.Int("outFeatures", min: 1, max: 1 << 14),
            RecurrentOptions.Read(settings), settings.Flag("relu", false)));
}
