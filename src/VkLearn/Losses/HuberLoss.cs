using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Losses;

/// <inheritdoc cref="Loss.Huber"/>
public sealed class HuberLoss : RegressionLoss
{
    readonly float delta;

    /// <exception cref="ArgumentException">Delta is not above 0.</exception>
    public HuberLoss(float delta = 1) => this.delta = delta > 0 && float.IsFinite(delta) ? delta
        : throw new ArgumentException($"Loss.Huber: delta must be a number above 0, received {delta}.", nameof(delta));

    public override Tensor Each(Tensor prediction, Tensor target)
    {
        Tensor d = (prediction - target).Abs(), near = d.Minimum(delta);
        return near * (d - near * 0.5f);
    }

    public override string ToString() => base.ToString() + (delta == 1 ? "" : FormattableString.Invariant($", delta {delta}"));

    [ModuleInitializer]
    internal static void Register() => Catalog<LossFunction>.Add("Huber",
        "A regressor's: half the difference squared within delta, a line beyond (Huber 1964).",
        settings => new HuberLoss(settings.Float("delta", 1, min: 1e-30f)));
}

public static partial class Loss
{
    /// <summary>
    /// The mean of d²/2 where d = |prediction - target| is at most delta, and of delta (d - delta / 2) beyond, so that outliers pull no
    /// harder than that (Huber 1964). Both are of one shape.
    /// </summary>
    /// <param name="mask">Of that shape or its first axis: 1 for what counts, 0 for others. Null: all counts.</param>
    /// <exception cref="ArgumentException">Delta is not above 0, or shapes do not go together.</exception>
    public static Tensor Huber(
        Tensor prediction, Tensor target, float delta = 1, Reduction reduction = Reduction.Mean, Tensor? mask = null) =>
        OfElements("Huber", new HuberLoss(delta).Each, prediction, target, reduction, mask);
}
