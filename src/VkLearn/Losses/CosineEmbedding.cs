using VkLearn.Primitives;

namespace VkLearn.Losses;

public static partial class Loss
{
    /// <summary>
    /// The mean over pairs of rows of a and b [N, features] of 1 - cos where the target [N] is 1, and of max(0, cos - margin) where it is
    /// -1, cos being that of the angle between them, 0 for a row of zeros (PyTorch's CosineEmbeddingLoss). A target of 0 does not count.
    /// </summary>
    /// <exception cref="ArgumentException">Shapes do not go together, or the margin is not from -1 to 1.</exception>
    public static Tensor CosineEmbedding(Tensor a, Tensor b, Tensor target, float margin = 0, Reduction reduction = Reduction.Mean)
    {
        if (a.Shape.Rank != 2 || b.Shape != a.Shape || target.TensorType != new TensorType([a.Shape[0]], DType.Float32))
        {
            throw new ArgumentException($"Loss.CosineEmbedding: needs a and b [rows, features] and Float32 targets [rows] of 1 and -1, "
                + $"received {a.TensorType}, {b.TensorType} and {target.TensorType}.");
        }

        if (!(margin is >= -1 and <= 1))
        {
            throw new ArgumentException($"Loss.CosineEmbedding: the margin must be from -1 to 1, received {margin}.", nameof(margin));
        }

        Tensor cos = Cosine(a, b), isCounted = 1 - target.EqualTo(0f);
        Tensor each = Where.Select(Tensor.Zeros([]) < target, 1 - cos, (cos - margin).Maximum(0f));
        return Reduced(each, isCounted, reduction);
    }

    /// <summary>Of the angle between rows, [rows]. Each row is divided by its largest element first, so that no square overflows.</summary>
    static Tensor Cosine(Tensor a, Tensor b)
    {
        (Tensor x, Tensor y) = (OverLargest(a), OverLargest(b));
        Tensor squares = x.Square().Sum(-1) * y.Square().Sum(-1);
        return (x * y).Sum(-1) / Where.Select(squares, squares, 1f).Sqrt();
    }

    static Tensor OverLargest(Tensor rows)
    {
        Tensor largest = rows.Maximum(-rows).Max(-1, keepAxis: true).Detach();
        return rows / Where.Select(largest, largest, 1f);
    }
}
