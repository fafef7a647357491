using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Primitives;

namespace VkLearn.Layers;

/// <summary>
/// y = x W + b: [.., inFeatures] to [.., outFeatures]. Images [N, C, H, W] of inFeatures values each are taken as rows. The activation that
/// follows runs in the matrix product's epilogue.
/// </summary>
public sealed class Dense : Layer
{
    readonly int inFeatures, outFeatures;

    /// <param name="weight">By default Glorot and Bengio 2010.</param>
    /// <exception cref="ArgumentException">A size is below 1.</exception>
    public Dense(int inFeatures, int outFeatures, bool bias = true, Initializer? weight = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inFeatures, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outFeatures, 1);
        (this.inFeatures, this.outFeatures) = (inFeatures, outFeatures);
        Weight = Add("weight", [inFeatures, outFeatures], weight ?? Initializer.Glorot(inFeatures, outFeatures),
            "input", "neuron");
        Bias = bias ? Add("bias", [outFeatures], Initializer.Zeros, "neuron") : null;
    }

    /// <summary>[inFeatures, outFeatures].</summary>
    public Parameter Weight { get; }

    /// <summary>[outFeatures]; null without bias.</summary>
    public Parameter? Bias { get; }

    protected override Tensor Apply(Tensor input)
    {
        Tensor fitting = Fitting(input), product = fitting.Reshape([fitting.Rows, fitting.Cols]).MatMul(Weight);
        return (Bias is null ? product : product + Bias).Reshape([.. fitting.Shape.Sizes[..^1], Weight.Shape[1]]);
    }

    Tensor Fitting(Tensor input)
    {
        Tensor rows = input.Cols == inFeatures || input.Shape.Rank < 2 ? input : input.Flatten();
        return rows.Cols == inFeatures ? rows : throw new ArgumentException(
            $"Dense \"{Path}\": input {input.Shape} has {rows.Cols} features, weight {Weight.Shape} expects {inFeatures}. " +
            $"Use inFeatures: {rows.Cols}.");
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("Dense",
        "x W + b: [.., inFeatures] to [.., outFeatures]; images are taken as rows.",
        settings => new Dense(
            settings.Int("inFeatures", min: 1, max: 1 << 20), settings.Int("outFeatures", min: 1, max: 1 << 20),
            settings.Flag("bias", true), settings.Initializer("weight")));
}
