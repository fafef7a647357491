using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Losses;

/// <inheritdoc cref="Loss.MeanSquaredError"/>
public sealed class MeanSquaredErrorLoss : RegressionLoss
{
    public override Tensor Each(Tensor prediction, Tensor target) => (prediction - target).Square();

    [ModuleInitializer]
    internal static void Register() => Catalog<LossFunction>.Add(
        "MeanSquaredError", "A regressor's: the difference squared.", _ => new MeanSquaredErrorLoss());
}

public static partial class Loss
{
    /// <summary>The mean of (prediction - target)², both of one shape.</summary>
    /// <param name="mask">Of that shape or its first axis: 1 for what counts, 0 for others. Null: all counts.</param>
    /// <exception cref="ArgumentException">Shapes do not go together.</exception>
    public static Tensor MeanSquaredError(
        Tensor prediction, Tensor target, Reduction reduction = Reduction.Mean, Tensor? mask = null) =>
        OfElements("MeanSquaredError", new MeanSquaredErrorLoss().Each, prediction, target, reduction, mask);
}
