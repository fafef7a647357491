using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Losses;

/// <inheritdoc cref="Loss.SquaredHinge"/>
public sealed class SquaredHingeLoss(float margin = 1, IReadOnlyList<float>? classWeights = null) : ClassificationLoss(classWeights)
{
    protected override IEnumerable<string> Settings => margin == 1 ? [] : [FormattableString.Invariant($"margin {margin}")];

    public override Tensor Each(Tensor logits, Tensor label) => Loss.SquaredHinge(logits, label, margin, reduction: Reduction.None);

    public override Tensor Mean(Tensor logits, Tensor label) => Loss.SquaredHinge(logits, label, margin, ClassWeights);

    [ModuleInitializer]
    internal static void Register() => Catalog<LossFunction>.Add("SquaredHinge",
        "A classifier's: the square of how far other classes come within a margin of the right one.",
        settings => new SquaredHingeLoss(settings.Float("margin", 1), ReadWeights(settings)));
}

public static partial class Loss
{
    /// <summary>
    /// As <see cref="Hinge"/>, of the squares: the mean over rows of the sum over the other classes of max(0, margin - x[label] +
    /// x[class])², divided by the number of classes (PyTorch's MultiMarginLoss of p = 2).
    /// </summary>
    /// <inheritdoc cref="Hinge"/>
    public static Tensor SquaredHinge(Tensor scores, Tensor label, float margin = 1, IReadOnlyList<float>? classWeights = null,
        Reduction reduction = Reduction.Mean) =>
        OfRows("SquaredHinge", x => Within(x, label, margin).Square().Mean(-1), scores, label, classWeights, reduction);
}
