using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Ops;

namespace VkLearn.Losses;

/// <inheritdoc cref="Loss.SoftmaxCrossEntropy"/>
public sealed class SoftmaxCrossEntropyLoss(float labelSmoothing = 0, IReadOnlyList<float>? classWeights = null)
    : ClassificationLoss(classWeights)
{
    public override string Unit => "nats";

    protected override IEnumerable<string> Settings =>
        labelSmoothing == 0 ? [] : [FormattableString.Invariant($"labelSmoothing {labelSmoothing}")];

    /// <summary>The labels as they are, not smoothed.</summary>
    public override Tensor Each(Tensor logits, Tensor label) => Loss.SoftmaxCrossEntropy(logits, label, reduction: Reduction.None);

    public override Tensor Mean(Tensor logits, Tensor label) =>
        Loss.SoftmaxCrossEntropy(logits, label, labelSmoothing, ClassWeights);

    [ModuleInitializer]
    internal static void Register() => Catalog<LossFunction>.Add("SoftmaxCrossEntropy",
        "A classifier's: minus the logarithm of the probability that softmax gives the right class.",
        settings => new SoftmaxCrossEntropyLoss(settings.Float("labelSmoothing", 0, min: 0, max: 1), ReadWeights(settings)));
}

public static partial class Loss
{
    /// <summary>
    /// The mean cross entropy of softmax(logits) [N, classes] against class indices [N], in nats. A label below 0 does not count.
    /// </summary>
    /// <param name="labelSmoothing">The share of each label that lies evenly on all classes, from 0 to 1 (Szegedy et al. 2016).</param>
    /// <param name="classWeights">What each class weighs: terms are multiplied by that of their class, and the mean divides by the sum of
    /// the labels' (as PyTorch has it). Null: all alike.</param>
    /// <exception cref="ArgumentException">Shapes do not go together, the share is none, or there are not as many weights as classes.
    /// </exception>
    public static Tensor SoftmaxCrossEntropy(Tensor logits, Tensor label, float labelSmoothing = 0,
        IReadOnlyList<float>? classWeights = null, Reduction reduction = Reduction.Mean)
    {
        if (!(labelSmoothing is >= 0 and <= 1))
        {
            throw new ArgumentException(
                $"Loss.SoftmaxCrossEntropy: labelSmoothing must be from 0 to 1, received {labelSmoothing}.", nameof(labelSmoothing));
        }

        bool isEven = classWeights is null || labelSmoothing == 0;
        Tensor each = new SoftmaxCrossEntropy(isEven ? labelSmoothing : 0).Apply(logits, label)[0];
        Tensor? weight = WeightOf(label, logits.Cols, classWeights);
        return isEven ? Reduced(each, weight, reduction)
            : Divided(Smoothed(each, weight!, logits, label, labelSmoothing, classWeights!), weight, reduction);
    }

    /// <summary>Where classes weigh differently, the share that lies on a class weighs what that class does.</summary>
    static Tensor Smoothed(
        Tensor each, Tensor weight, Tensor logits, Tensor label, float labelSmoothing, IReadOnlyList<float> classWeights)
    {
        (Tensor shown, Tensor? _) = Rows("SoftmaxCrossEntropy", logits, label, classWeights);
        Tensor all = (shown.LogSoftmax() * Tensor.From([.. classWeights], [1, logits.Cols])).Mean(-1);
        Tensor spread = label.Counted() is { } counted ? all * counted : all;
        return each * weight * (1 - labelSmoothing) - spread * labelSmoothing;
    }
}
