using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Layers;

/// <summary>
/// A recursive network (Socher et al. 2011): <c>Forward(words, children)</c> of trees [N, words, features] and Int32 [N, nodes, 2] gives h
/// of all nodes, tanh(x W + b) at inner ones, x being h of both children: [N, words + nodes, features]. With a tensor, as recursive neural
/// tensor networks have it (RNTN, Socher et al. 2013), x goes through as many matrices more, each by a number of x.
/// </summary>
public sealed class TreeRnn : Layer
{
    /// <exception cref="ArgumentException">The size is below 1.</exception>
    public TreeRnn(int features, bool tensor = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        Weight = Add("weight", [2 * features, features], new ChildrenMean(1 / MathF.Sqrt(2 * features)), "child", "neuron");
        Bias = Add("bias", [features], Initializer.Zeros, "neuron");
        Tensor = tensor ? Add("tensor", [2 * features, 2 * features, features], Initializer.Uniform(1f / (4 * features))) : null;
    }

    /// <summary>[2 features, features].</summary>
    public Parameter Weight { get; }

    /// <summary>[features].</summary>
    public Parameter Bias { get; }

    /// <summary>[2 features, 2 features, features]; null without.</summary>
    public Parameter? Tensor { get; }

    protected override Tensor[] Apply(Tensor[] inputs) => inputs is [{ Shape.Rank: 3 } words, var children] && words.Cols == Bias.Shape[0]
        ? [words.TreeRnn(children, Weight, Bias, Tensor?.Value)]
        : throw new ArgumentException($"TreeRnn \"{Path}\": needs words [N, words, {Bias.Shape[0]}] and children, received "
            + $"{string.Join(" and ", inputs.Select(input => input.TensorType))}.");

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("TreeRnn",
        "A recursive network over trees (Socher et al. 2011); tensor: a recursive neural tensor network (Socher et al. 2013).",
        settings => new TreeRnn(settings.Int("features", min: 1, max: 1 << 12), settings.Flag("tensor", false)));
}
