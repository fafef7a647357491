using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>An axis in the opposite order: its own gradient, so that nothing is added up.</summary>
    public sealed record Flip(int Axis) : Op
    {
        protected override Tensor[] Define(Tensor[] inputs)
        {
            int size = inputs[0].Shape[Axis];
            return [inputs[0].Gather(Tensor.From([.. Enumerable.Range(0, size).Reverse()], [size]), Axis)];
        }

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) => Apply(gradients[0]!);
    }
}

namespace VkLearn
{
    public static class RollSyntax
    {
        extension(Tensor x)
        {
            /// <summary>
            /// Elements moved along an axis, those that leave at its end coming in at its begin: element i goes to (i + shift) modulo the
            /// size.
            /// </summary>
            public Tensor Roll(int axis, int shift)
            {
                axis = x.Shape.Axis(axis, "Roll");
                int size = x.Shape[axis], turned = size == 0 ? 0 : (shift % size + size) % size;
                return turned == 0 ? x
                    : Concat.Of(axis, x.Slice(axis, size - turned, turned), x.Slice(axis, 0, size - turned));
            }

            /// <summary>The elements of an axis in the opposite order.</summary>
            public Tensor Flip(int axis) => new Flip(x.Shape.Axis(axis, "Flip")).Apply(x)[0];
        }
    }
}
