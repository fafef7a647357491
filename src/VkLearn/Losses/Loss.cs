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

    /// <summary>The mean of (prediction - target)².</summary>
    public static Tensor MeanSquaredError(Tensor prediction, Tensor target) => Named((prediction - target).Square().Mean());

    static Tensor Named(Tensor loss)
    {
        loss.Name ??= "loss";
        return loss;
    }
}
