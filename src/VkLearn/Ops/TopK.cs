using VkLearn.Ops;

namespace VkLearn;

public static class TopKSyntax
{
    extension(Tensor x)
    {
        /// <summary>
        /// The k greatest of an axis, the greatest first, and where each was; the first of equals, NaN before all. The gradient goes to
        /// where they came from.
        /// </summary>
        /// <exception cref="ArgumentException">K is not from 0 to the axis' size.</exception>
        public Sorted TopK(int k, int axis = -1)
        {
            axis = x.Shape.Axis(axis, "TopK");
            if (k < 0 || k > x.Shape[axis])
            {
                throw new ArgumentException($"TopK: k must be from 0 to {x.Shape[axis]}, which is axis {axis} of {x.Shape}, received {k}.");
            }

            Sorted all = x.Sort(axis, descending: true);
            return new(all.Values.Slice(axis, 0, k), all.Index.Slice(axis, 0, k));
        }
    }
}
