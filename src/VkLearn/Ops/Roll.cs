using VkLearn.Primitives;

namespace VkLearn;

public static class RollSyntax
{
    extension(Tensor x)
    {
        /// <summary>
        /// Elements moved along an axis, those that leave at its end coming in at its begin: element i goes to (i + shift) modulo the size.
        /// </summary>
        public Tensor Roll(int axis, int shift)
        {
            axis = x.Shape.Axis(axis, "Roll");
            int size = x.Shape[axis], turned = size == 0 ? 0 : (shift % size + size) % size;
            return turned == 0 ? x
                : Concat.Of(axis, x.Slice(axis, size - turned, turned), x.Slice(axis, 0, size - turned));
        }

        /// <summary>The elements of an axis in the opposite order.</summary>
        public Tensor Flip(int axis)
        {
            axis = x.Shape.Axis(axis, "Flip");
            int size = x.Shape[axis];
            return x.Gather(Tensor.From([.. Enumerable.Range(0, size).Reverse()], [size]), axis);
        }
    }
}
