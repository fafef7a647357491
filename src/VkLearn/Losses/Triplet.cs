namespace VkLearn.Losses;

public static partial class Loss
{
    /// <summary>
    /// The mean over rows [N, features] of max(0, |anchor - positive| - |anchor - negative| + margin): what is alike shall lie nearer than
    /// what is not (Schroff et al. 2015, with distances as PyTorch's TripletMarginLoss has them: of differences plus 1e-6).
    /// </summary>
    /// <exception cref="ArgumentException">Shapes do not go together.</exception>
    public static Tensor Triplet(
        Tensor anchor, Tensor positive, Tensor negative, float margin = 1, Reduction reduction = Reduction.Mean)
    {
        if (anchor.Shape.Rank != 2 || positive.Shape != anchor.Shape || negative.Shape != anchor.Shape)
        {
            throw new ArgumentException($"Loss.Triplet: needs anchor, positive and negative of one shape [rows, features], received "
                + $"{anchor.Shape}, {positive.Shape} and {negative.Shape}.");
        }

        return Reduced((Distance(anchor, positive) - Distance(anchor, negative) + margin).Maximum(0f), null, reduction);
    }

    static Tensor Distance(Tensor a, Tensor b)
    {
        const float least = 1e-6f; // so that there is a gradient where both are one
        return (a - b + least).Square().Sum(-1).Sqrt();
    }
}
