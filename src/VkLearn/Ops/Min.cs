namespace VkLearn;

public static class MinSyntax
{
    extension(Tensor x)
    {
        /// <summary>The minimum over an axis, which goes, or stays with size 1; NaN if there is one. Ties give the gradient to the first.
        /// </summary>
        public Tensor Min(int axis, bool keepAxis = false)
        {
            axis = x.Shape.Axis(axis, "Min");
            return -(-x).Max(axis, keepAxis);
        }

        /// <summary>The minimum over all elements, a scalar; NaN if there is one.</summary>
        public Tensor Min() => x.Reshape([checked((int)x.Shape.Count)]).Min(0);

        /// <summary>The maximum over all elements, a scalar; NaN if there is one.</summary>
        public Tensor Max() => x.Reshape([checked((int)x.Shape.Count)]).Max(0);

        /// <summary>The index of the minimum over an axis, which goes; the first of equals, the first NaN if there is one.</summary>
        public Tensor ArgMin(int axis)
        {
            axis = x.Shape.Axis(axis, "ArgMin");
            return (-x).ArgMax(axis);
        }
    }
}
