using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>
    /// The last axis of x [.., n] in another order. Inputs: x, and as Int32 of its shape which element comes to each place, and to which
    /// place each element comes, so that the gradient is this with the two swapped, and no sum.
    /// </summary>
    public sealed record Rearrange : Op
    {
        protected override Tensor[] Define(Tensor[] inputs)
        {
            (Tensor x, Tensor order) = (inputs[0], inputs[1]);
            if (order.TensorType != x.TensorType with { Type = DType.Int32 } || inputs[2].TensorType != order.TensorType)
            {
                throw new ArgumentException($"Rearrange: needs the order and the ranks of all elements as Int32, received {x.TensorType}, "
                    + $"{order.TensorType} and {inputs[2].TensorType}.");
            }

            (int rows, int cols, int count) = (x.Rows, x.Cols, checked((int)x.Shape.Count));
            int[] starts = [.. Enumerable.Range(0, rows).Select(row => row * cols)];
            Tensor place = order.Reshape([rows, cols]) + Tensor.From(starts, [rows, 1]);
            return [x.Reshape([count]).Gather(place.Reshape([count])).Reshape(x.Shape)];
        }

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
            [new Rearrange().Apply(gradients[0]!, inputs[2], inputs[1])[0], null, null];
    }

    /// <summary>An axis in order.</summary>
    /// <param name="Values">What was sorted.</param>
    /// <param name="Index">Where each value was: Int32 of the same shape.</param>
    public sealed record Sorted(Tensor Values, Tensor Index);
}

namespace VkLearn
{
    public static class SortSyntax
    {
        extension(Tensor x)
        {
            /// <summary>
            /// An axis in order, the smallest first, and where each value was. Equal ones stay in their order; NaN is greater than all. The
            /// gradient goes to where the values came from.
            /// </summary>
            /// <param name="descending">The greatest first.</param>
            public Sorted Sort(int axis = -1, bool descending = false)
            {
                axis = x.Shape.Axis(axis, "Sort");
                (int outer, int size, int inner) = x.Shape.Around(axis);
                Tensor rows = inner == 1 ? x.Reshape([outer, size]) : x.Reshape([outer, size, inner]).Permute(0, 2, 1);
                Tensor[] places = new ArgSort(descending).Apply(rows);
                return new(Back(new Rearrange().Apply(rows, places[0], places[1])[0]), Back(places[0]));

                Tensor Back(Tensor sorted) => (inner == 1 ? sorted : sorted.Permute(0, 2, 1)).Reshape(x.Shape);
            }
        }
    }
}
