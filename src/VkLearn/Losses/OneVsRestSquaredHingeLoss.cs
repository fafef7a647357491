using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Losses;

/// <inheritdoc cref="Loss.OneVsRestSquaredHinge"/>
public sealed class OneVsRestSquaredHingeLoss(IReadOnlyList<float>? classWeights = null) : ClassificationLoss(classWeights)
{
    public override Tensor Each(Tensor logits, Tensor label) => Loss.OneVsRestSquaredHinge(logits, label, reduction: Reduction.None);

    public override Tensor Mean(Tensor logits, Tensor label) => Loss.OneVsRestSquaredHinge(logits, label, ClassWeights);

    [ModuleInitializer]
    internal static void Register() => Catalog<LossFunction>.Add("OneVsRestSquaredHinge",
        "A classifier's: for each class a machine that tells it from all others; of a dense layer with weight decay linear ones.",
        settings => new OneVsRestSquaredHingeLoss(ReadWeights(settings)));
}

public static partial class Loss
{
    /// <summary>
    /// The mean over rows of the sum over classes of max(0, 1 - y x[class])², y 1 for the row's class and -1 for others: scores
    /// [N, classes], class indices [N], of which those below 0 do not count. With weight decay of a dense layer these are linear support
    /// vector machines, one against the rest (Fan et al. 2008, LIBLINEAR, L2-regularised L2-loss).
    /// </summary>
    /// <inheritdoc cref="Hinge"/>
    public static Tensor OneVsRestSquaredHinge(Tensor scores, Tensor label, IReadOnlyList<float>? classWeights = null,
        Reduction reduction = Reduction.Mean) =>
        OfRows("OneVsRestSquaredHinge", x => Squares(1 - x.AtLabel(label)) + (Squares(1 + x) * (1 - label.OneHot(x.Cols))).Sum(-1),
            scores, label, classWeights, reduction);

    static Tensor Squares(Tensor beyond) => beyond.Maximum(0f).Square();
}
