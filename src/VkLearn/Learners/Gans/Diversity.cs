using VkLearn.Primitives;

namespace VkLearn.Learners;

/// <summary>How far items are apart: where a generator makes all alike, next to nothing.</summary>
static class Diversity
{
    /// <summary>The mean distance to the nearest other of a batch.</summary>
    /// <param name="items">[N, ..item].</param>
    /// <returns>A scalar; of a single item 0.</returns>
    public static Tensor Of(Tensor items) => items.Shape[0] < 2 ? Tensor.Zeros([]) : ToNearest(items).Mean();

    /// <summary>Of each item the distance to the nearest other: [N].</summary>
    /// <param name="items">[N, ..item], two or more.</param>
    public static Tensor ToNearest(Tensor items)
    {
        Tensor rows = items.Flatten().Detach();
        int count = rows.Shape[0];
        Tensor centred = rows - rows.Mean(0), lengths = centred.Square().Sum(1);
        Tensor squares = lengths.Reshape([count, 1]) + lengths.Reshape([1, count]) - centred.MatMul(centred.Transpose()) * 2;
        Tensor number = new Iota([count]).Apply()[0], isSame = number.Reshape([count, 1]).EqualTo(number.Reshape([1, count]));
        return Where.Select(isSame, float.MaxValue, squares).Min(1).Maximum(0f).Sqrt();
    }
}
