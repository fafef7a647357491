using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Losses;

/// <inheritdoc cref="Loss.Pinball"/>
public sealed class PinballLoss : RegressionLoss
{
    readonly float quantile;

    /// <exception cref="ArgumentException">The quantile is not between 0 and 1.</exception>
    public PinballLoss(float quantile = 0.5f) => this.quantile = quantile is > 0 and < 1 ? quantile
        : throw new ArgumentException($"Loss.Pinball: the quantile must lie between 0 and 1, received {quantile}.", nameof(quantile));

    public override Tensor Each(Tensor prediction, Tensor target)
    {
        Tensor above = target - prediction;
        return (above * quantile).Maximum(above * (quantile - 1));
    }

    public override string ToString() => base.ToString() + FormattableString.Invariant($" of {quantile}");

    [ModuleInitializer]
    internal static void Register() => Catalog<LossFunction>.Add("Pinball",
        "A regressor's: least where a share of the targets, the quantile, lies below the prediction (Koenker and Bassett 1978).",
        settings => new PinballLoss(settings.Float("quantile", 0.5f, min: 1e-6f, max: 1 - 1e-6f)));
}

public static partial class Loss
{
    /// <summary>
    /// The mean of q d where the target lies d above the prediction, and of (1 - q) d where it lies d below: least where a share q of the
    /// targets lies below (Koenker and Bassett 1978). Both are of one shape.
    /// </summary>
    /// <param name="quantile">q, between 0 and 1.</param>
    /// <param name="mask">Of that shape or its first axis: 1 for what counts, 0 for others. Null: all counts.</param>
    /// <exception cref="ArgumentException">The quantile is not between 0 and 1, or shapes do not go together.</exception>
    public static Tensor Pinball(
        Tensor prediction, Tensor target, float quantile = 0.5f, Reduction reduction = Reduction.Mean, Tensor? mask = null) =>
        OfElements("Pinball", new PinballLoss(quantile).Each, prediction, target, reduction, mask);
}
