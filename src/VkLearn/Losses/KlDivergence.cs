using VkLearn.Primitives;

namespace VkLearn.Losses;

public static partial class Loss
{
    /// <summary>
    /// The mean over rows of the sum of t (log t - x): how far the distribution exp(x) is from the targets t, in nats (Kullback and Leibler
    /// 1951; PyTorch's KLDivLoss of reduction batchmean). Logarithms of probabilities [.., classes], probabilities of the same shape; where
    /// t is 0 the term is 0.
    /// </summary>
    /// <param name="mask">Of the rows' shape: 1 for those that count, 0 for others. Null: all count.</param>
    /// <exception cref="ArgumentException">Shapes do not go together.</exception>
    public static Tensor KlDivergence(
        Tensor logProbabilities, Tensor target, Reduction reduction = Reduction.Mean, Tensor? mask = null)
    {
        if (logProbabilities.Shape != target.Shape || target.Shape.Rank == 0)
        {
            throw new ArgumentException($"Loss.KlDivergence: needs logarithms of probabilities [.., classes] and targets of that shape, "
                + $"received {logProbabilities.Shape} and {target.Shape}.");
        }

        Tensor? weight = mask is null ? null : Beside("KlDivergence", mask, target.Shape.Without(target.Shape.Rank - 1));
        Tensor isThere = Tensor.Zeros([]) < target;
        isThere = weight is null ? isThere : isThere * weight.Reshape([.. weight.Shape, 1]);
        Tensor t = Where.Select(isThere, target, 1f), x = Where.Select(isThere, logProbabilities, 0f);
        return Reduced((isThere * t * (t.Log() - x)).Sum(-1), weight, reduction);
    }
}
