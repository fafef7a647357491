using VkLearn.Primitives;

namespace VkLearn.Primitives
{
    /// <summary>
    /// Axes in another order: axis i of the result is axis Order[i] of the input. Part of an elementwise read or of a GEMM where it can be,
    /// else a copy.
    /// </summary>
    public sealed record Permute(Shape Order) : Op
    {
        internal override uint Opcode(DType type) => Primitives.Opcode.Copy;

        protected override TensorType[] Infer(TensorType[] inputs)
        {
            Elementwise.RefuseBytes(this, inputs[0]);
            Shape from = inputs[0].Shape;
            if (!Order.Order().SequenceEqual(Enumerable.Range(0, from.Rank)))
            {
                throw new ArgumentException($"Permute: the order must name each axis of {from} once, received {Order}.");
            }

            return [inputs[0] with { Shape = [.. Order.Select(axis => from[axis])] }];
        }

        protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock)
        {
            Shape from = inputTypes[0].Shape, to = outputTypes[0].Shape;
            int[] strides = new int[from.Rank];
            for (int i = 0; i < strides.Length; i++)
            {
                strides[i] = from.Around(Order[i]).Inner;
            }

            double[] y = new double[to.Count];
            for (int i = 0; i < y.Length; i++)
            {
                int rest = i, source = 0;
                for (int axis = to.Rank - 1; axis >= 0; axis--)
                {
                    source += rest % to[axis] * strides[axis];
                    rest /= to[axis];
                }

                y[i] = inputs[0][source];
            }

            return [y];
        }

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients)
        {
            int[] inverse = new int[Order.Rank];
            for (int i = 0; i < inverse.Length; i++)
            {
                inverse[Order[i]] = i;
            }

            return [new Permute(Shape.Of(inverse)).Apply(gradients[0]!)[0]];
        }

        /// <summary>Whether this swaps the last two axes and nothing else.</summary>
        internal bool IsTranspose
        {
            get
            {
                for (int i = 0; i < Order.Rank - 2; i++)
                {
                    if (Order[i] != i)
                    {
                        return false;
                    }
                }

                return Order.Rank >= 2 && Order[^1] == Order.Rank - 2;
            }
        }
    }
}

namespace VkLearn
{
    public static class PermuteSyntax
    {
        extension(Tensor x)
        {
            /// <summary>Axes in another order: axis i of the result is axis order[i] of this.</summary>
            public Tensor Permute(params ReadOnlySpan<int> order) => ManyAxes.Permute(x, order);

            /// <summary>The last two axes swapped.</summary>
            public Tensor Transpose()
            {
                int[] order = [.. Enumerable.Range(0, x.Shape.Rank)];
                (order[^1], order[^2]) = (order[^2], order[^1]);
                return x.Permute(order);
            }
        }
    }
}
