using VkLearn.Primitives;

namespace VkLearn.Learners;

/// <summary>How far the items of a batch are apart: where a generator makes all alike, next to nothing.</summary>
static class Diversity
{
    /// <summary>The mean distance to the nearest other of the batch.</summary>
    /// <param name="items">[N, ..item].</param>
    /// <returns>A scalar; of a single item 0.</returns>
    public static Tensor Of(Tensor items)
    {
        Tensor rows = items.Flatten().Detach();
        int count = rows.Shape[0];
        if (count < 2)
        {
            return Tensor.Zeros([]);
        }

        Tensor centred = rows - rows.Mean(0), lengths = centred.Square().Sum(1);
        Tensor squares = lengths.Reshape([count, 1]) + lengths.Reshape([1, count]) - centred.MatMul(centred.Transpose()) * 2;
        Tensor number = new Iota([count]).Apply()[0], isSame = number.Reshape([count, 1]).EqualTo(number.Reshape([1, count]));
        return Where.Select(isSame, float.MaxValue, squares).Min(1).Maximum(0f).Sqrt().Mean();
    }
}
