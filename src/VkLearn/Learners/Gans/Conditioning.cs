using VkLearn.Primitives;

namespace VkLearn.Learners;

/// <summary>Tells a network which class is meant, beside what it is given (Mirza and Osindero 2014).</summary>
static class Conditioning
{
    /// <param name="items">[N, numbers], or images [N, C, H, W].</param>
    /// <param name="classes">[N, classes], 1 for what is meant; null: none is.</param>
    /// <returns>[N, numbers + classes]; of images [N, C + classes, H, W], a channel a class, all of one number.</returns>
    public static Tensor Beside(Tensor items, Tensor? classes)
    {
        if (classes is null)
        {
            return items;
        }

        Shape each = items.Shape, told = [each[0], classes.Cols, .. Enumerable.Repeat(1, each.Rank - 2)];
        return Concat.Of(1, items, classes.Reshape(told).BroadcastTo([each[0], classes.Cols, .. each.Sizes[2..]]));
    }
}
