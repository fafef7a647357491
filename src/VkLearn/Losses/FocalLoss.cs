using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Ops;

namespace VkLearn.Losses;

/// <inheritdoc cref="Loss.Focal"/>
public sealed class FocalLoss(float gamma = 2, IReadOnlyList<float>? classWeights = null) : ClassificationLoss(classWeights)
{
    public override string Unit => "nats";

    protected override IEnumerable<string> Settings => gamma == 2 ? [] : [FormattableString.Invariant($"gamma {gamma}")];

    public override Tensor Each(Tensor logits, Tensor label) => Loss.Focal(logits, label, gamma, reduction: Reduction.None);

    public override Tensor Mean(Tensor logits, Tensor label) => Loss.Focal(logits, label, gamma, ClassWeights);

    [ModuleInitializer]
    internal static void Register() => Catalog<LossFunction>.Add("Focal",
        "A classifier's: cross entropy that what is right already weighs little in (Lin et al. 2017).",
        settings => new FocalLoss(settings.Float("gamma", 2, min: 0), ReadWeights(settings)));
}

public static partial class Loss
{
    /// <summary>
    /// The mean of -(1 - p)^gamma log p, where p is the probability that softmax(logits) [N, classes] gives the row's class [N] (Lin et al.
    /// 2017, eq. 4, for several classes). A label below 0 does not count.
    /// </summary>
    /// <param name="gamma">How little what is right already weighs; 0: cross entropy.</param>
    /// <param name="classWeights">The paper's alpha, by class; the mean divides by their sum. Null: all alike.</param>
    /// <exception cref="ArgumentException">Shapes do not go together, gamma is below 0, or there are not as many weights as classes.
    /// </exception>
    public static Tensor Focal(Tensor logits, Tensor label, float gamma = 2, IReadOnlyList<float>? classWeights = null,
        Reduction reduction = Reduction.Mean)
    {
        if (!(gamma >= 0) || float.IsInfinity(gamma))
        {
            throw new ArgumentException($"Loss.Focal: gamma must be a number of at least 0, received {gamma}.", nameof(gamma));
        }

        return OfRows("Focal", x => Each(x), logits, label, classWeights, reduction);

        Tensor Each(Tensor x)
        {
            Tensor surprise = new SoftmaxCrossEntropy().Apply(x, label)[0], missing = -(-surprise).Expm1(); // exact where it is small
            return surprise * (missing.Maximum(SmallestNormal).Log() * gamma).Exp();
        }
    }
}
