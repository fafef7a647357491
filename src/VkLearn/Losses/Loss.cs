using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Losses;

/// <summary>What training makes small: scalars.</summary>
public static class Loss
{
    /// <summary>The mean cross entropy of softmax(logits) [N, classes] against class indices [N], in nats.</summary>
    /// <param name="labelSmoothing">The share of each label that lies evenly on all classes, from 0 to 1 (Szegedy et al. 2016).</param>
    /// <exception cref="ArgumentException">Shapes do not go together, or the share is none.</exception>
    public static Tensor SoftmaxCrossEntropy(Tensor logits, Tensor label, float labelSmoothing = 0) =>
        labelSmoothing is >= 0 and <= 1
            ? Named(new SoftmaxCrossEntropy(labelSmoothing).Apply(logits, label)[0].Mean())
            : throw new ArgumentException(
                $"Loss.SoftmaxCrossEntropy: labelSmoothing must be from 0 to 1, received {labelSmoothing}.", nameof(labelSmoothing));

    /// <summary>
    /// The mean binary cross entropy of sigmoid(logits) against targets in [0, 1] of the same shape: max(x, 0) - x t + log(1 + exp(-|x|)).
    /// </summary>
    public static Tensor BinaryCrossEntropyWithLogits(Tensor logits, Tensor target) =>
        Named(new BinaryCrossEntropy().Apply(logits, target)[0].Mean());

    /// <inheritdoc cref="BinaryCrossEntropyWithLogits(Tensor, Tensor)"/>
    public static Tensor BinaryCrossEntropy(Tensor logits, Tensor target) => BinaryCrossEntropyWithLogits(logits, target);

    /// <summary>The mean binary cross entropy of sigmoid(logits) against one target for all, a critic's: 1 for real, 0 for made.</summary>
    /// <exception cref="ArgumentException">The target is not from 0 to 1.</exception>
    public static Tensor BinaryCrossEntropy(Tensor logits, float target) => target is >= 0 and <= 1
        ? BinaryCrossEntropyWithLogits(logits, Tensor.Full(logits.Shape, target))
        : throw new ArgumentException($"Loss.BinaryCrossEntropy: the target must be from 0 to 1, received {target}.", nameof(target));

    /// <summary>The mean of |prediction - target|.</summary>
    public static Tensor MeanAbsoluteError(Tensor prediction, Tensor target) => Named((prediction - target).Abs().Mean());

    /// <summary>
    /// The mean of d²/2 where d = |prediction - target| is at most delta, and of delta (d - delta / 2) beyond, so that outliers pull no
    /// harder than that (Huber 1964).
    /// </summary>
    /// <exception cref="ArgumentException">Delta is not above 0.</exception>
    public static Tensor Huber(Tensor prediction, Tensor target, float delta = 1)
    {
        if (!(delta > 0))
        {
            throw new ArgumentException($"Loss.Huber: delta must be above 0, received {delta}.", nameof(delta));
        }

        Tensor d = (prediction - target).Abs(), near = d.Minimum(delta);
        return Named((near * (d - near * 0.5f)).Mean());
    }

    /// <summary>The mean of (prediction - target)².</summary>
    public static Tensor MeanSquaredError(Tensor prediction, Tensor target) => Named((prediction - target).Square().Mean());

    static Tensor Named(Tensor loss)
    {
        loss.Name ??= "loss";
        return loss;
    }
}
