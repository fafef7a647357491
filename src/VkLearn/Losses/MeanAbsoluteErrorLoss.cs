using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Losses;

/// <inheritdoc cref="Loss.MeanAbsoluteError"/>
public sealed class MeanAbsoluteErrorLoss : RegressionLoss
{
    public override Tensor Each(Tensor prediction, Tensor target) => (prediction - target).Abs();

    [ModuleInitializer]
    internal static void Register() => Catalog<LossFunction>.Add(
        "MeanAbsoluteError", "A regressor's: the difference without its sign (L1).", _ => new MeanAbsoluteErrorLoss());
}

public static partial class Loss
{
    /// <summary>The mean of |prediction - target|, both of one shape (PyTorch's L1Loss).</summary>
    /// <param name="mask">Of that shape or its first axis: 1 for what counts, 0 for others. Null: all counts.</param>
    /// <exception cref="ArgumentException">Shapes do not go together.</exception>
    public static Tensor MeanAbsoluteError(
        Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean, Tensor? mask = null) =>
        OfElements("MeanAbsoluteError", new MeanAbsoluteErrorLoss().Each, prediction, target, reduction, mask);
}
