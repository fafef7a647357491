using VkLearn.Ops;

namespace VkLearn.Losses;

public static partial class Loss
{
    /// <summary>
    /// The mean binary cross entropy of sigmoid(logits) against targets in [0, 1] of the same shape: max(x, 0) - x t + log(1 + exp(-|x|)).
    /// </summary>
    /// <param name="mask">Of the logits' shape or its first axis: 1 for what counts, 0 for others. Null: all counts.</param>
    public static Tensor BinaryCrossEntropyWithLogits(
        Tensor logits, Tensor target, Reduction reduction = Reduction.Mean, Tensor? mask = null) => OfElements(
            "BinaryCrossEntropyWithLogits", (x, t) => new BinaryCrossEntropy().Apply(x, t)[0], logits, target, reduction, mask);

    /// <inheritdoc cref="BinaryCrossEntropyWithLogits(Tensor, Tensor, Reduction, Tensor?)"/>
    public static Tensor BinaryCrossEntropy(
        Tensor logits, Tensor target, Reduction reduction = Reduction.Mean, Tensor? mask = null) =>
        BinaryCrossEntropyWithLogits(logits, target, reduction, mask);

    /// <summary>The mean binary cross entropy of sigmoid(logits) against one target for all, a critic's: 1 for real, 0 for made.</summary>
    /// <exception cref="ArgumentException">The target is not from 0 to 1.</exception>
    public static Tensor BinaryCrossEntropy(Tensor logits, float target) => target is >= 0 and <= 1
        ? BinaryCrossEntropyWithLogits(logits, Tensor.Full(logits.Shape, target))
        : throw new ArgumentException($"Loss.BinaryCrossEntropy: the target must be from 0 to 1, received {target}.", nameof(target));
}
