using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Losses;

/// <inheritdoc cref="Loss.Hinge"/>
public sealed class HingeLoss(float margin = 1, IReadOnlyList<float>? classWeights = null) : ClassificationLoss(classWeights)
{
    protected override IEnumerable<string> Settings => margin == 1 ? [] : [FormattableString.Invariant($"margin {margin}")];

    public override Tensor Each(Tensor logits, Tensor label) => Loss.Hinge(logits, label, margin, reduction: Reduction.None);

    public override Tensor Mean(Tensor logits, Tensor label) => Loss.Hinge(logits, label, margin, ClassWeights);

    [ModuleInitializer]
    internal static void Register() => Catalog<LossFunction>.Add("Hinge",
        "A classifier's: how far other classes come within a margin of the right one (Weston and Watkins 1999).",
        settings => new HingeLoss(settings.Float("margin", 1), ReadWeights(settings)));
}

public static partial class Loss
{
    /// <summary>
    /// The mean over rows of the sum over the other classes of max(0, margin - x[label] + x[class]), divided by the number of classes
    /// (Weston and Watkins 1999, as PyTorch's MultiMarginLoss has it): scores [N, classes], class indices [N], of which those below 0 do
    /// not count.
    /// </summary>
    /// <param name="classWeights">What the rows of each class weigh; the mean divides by their sum. Null: all alike.</param>
    /// <exception cref="ArgumentException">Shapes do not go together, or there are not as many weights as classes.</exception>
    public static Tensor Hinge(Tensor scores, Tensor label, float margin = 1, IReadOnlyList<float>? classWeights = null,
        Reduction reduction = Reduction.Mean) =>
        OfRows("Hinge", x => Within(x, label, margin).Mean(-1), scores, label, classWeights, reduction);

    /// <summary>By how much each class comes within the margin of its row's right one; 0 for that itself.</summary>
    static Tensor Within(Tensor scores, Tensor label, float margin)
    {
        Tensor right = scores.AtLabel(label).Reshape([label.Cols, 1]);
        return (scores - right + margin).Maximum(0f) * (1 - label.OneHot(scores.Cols));
    }
}
