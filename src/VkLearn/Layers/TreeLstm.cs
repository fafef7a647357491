using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Layers;

/// <summary>
/// The binary tree LSTM (Tai et al. 2015): <c>Forward(words, children)</c> of trees [N, words, inFeatures] and Int32 [N, nodes, 2] gives h
/// of all nodes, [N, words + nodes, outFeatures]. Words have an input gate, a candidate and an output gate of their own; inner nodes also a
/// forget gate of each child.
/// </summary>
public sealed class TreeLstm : Layer
{
    readonly Dense words;

    /// <exception cref="ArgumentException">A size is below 1.</exception>
    public TreeLstm(int inFeatures, int outFeatures)
    {
        words = Add("words", new Dense(inFeatures, 3 * outFeatures));
        Weight = Add("weight", [2 * outFeatures, 5 * outFeatures], Initializer.Uniform(1 / MathF.Sqrt(2 * outFeatures)), "child", "gate");
        Bias = Add("bias", [5 * outFeatures], new ForgetBias(), "gate");
    }

    /// <summary>[2 outFeatures, 5 outFeatures]: the input gate, the forget gates of the left child and the right, the candidate, the
    /// output gate.</summary>
    public Parameter Weight { get; }

    /// <summary>[5 outFeatures].</summary>
    public Parameter Bias { get; }

    protected override Tensor[] Apply(Tensor[] inputs)
    {
        if (inputs is not [{ Shape.Rank: 3 }, _])
        {
            throw new ArgumentException($"TreeLstm \"{Path}\": needs words [N, words, features] and children, received "
                + $"{string.Join(" and ", inputs.Select(input => input.TensorType))}.");
        }

        Tensor[] gates = words.Forward(inputs[0]).Chunk(2, 3);
        Tensor cells = gates[0].Sigmoid() * gates[1].Tanh();
        return [(gates[2].Sigmoid() * cells.Tanh()).TreeLstm(cells, inputs[1], Weight, Bias)];
    }

    /// <summary>Zeros, but ones for both forget gates, so that cells remember from the start.</summary>
    sealed record ForgetBias : Initializer
    {
        protected override float[] Make(Shape shape, uint seed, uint stream)
        {
            float[] values = new float[shape.Count];
            Array.Fill(values, 1, shape[0] / 5, 2 * shape[0] / 5);
            return values;
        }
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("TreeLstm", "The binary LSTM over trees (Tai et al. 2015).",
        settings => new TreeLstm(settings.Int("inFeatures", min: 1, max: 1 << 16), settings.Int("outFeatures", min: 1, max: 1 << 12)));
}
