using VkLearn.Primitives;

namespace VkLearn.Primitives
{
    /// <summary>
    /// Repeats axes of size 1, and adds axes before the first, up to a shape (NumPy's rule: axes are aligned at the last).
    /// </summary>
    public sealed record Broadcast(Shape To) : Op
    {
        internal override uint Opcode(DType type) => Primitives.Opcode.Copy;

        protected override TensorType[] Infer(TensorType[] inputs)
        {
            Elementwise.RefuseBytes(this, inputs[0]);
            Shape from = inputs[0].Shape;
            bool fits = from.Rank <= To.Rank;
            for (int i = 1; fits && i <= from.Rank; i++)
            {
                fits = from[^i] == 1 || from[^i] == To[^i];
            }

            return fits ? [inputs[0] with { Shape = To }]
                : throw new ArgumentException(
                    $"Broadcast: {from} does not repeat to {To}; each size must be 1 or equal, counted from the last axis.");
        }

        protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock)
        {
            Shape from = inputTypes[0].Shape;
            double[] y = new double[To.Count];
            for (int i = 0; i < y.Length; i++)
            {
                int rest = i, source = 0, stride = 1;
                for (int axis = 1; axis <= from.Rank; axis++)
                {
                    source += from[^axis] == 1 ? 0 : rest % To[^axis] * stride;
                    stride *= from[^axis];
                    rest /= To[^axis];
                }

                y[i] = inputs[0][source];
            }

            return [y];
        }

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
            [Broadcasting.SumTo(gradients[0]!, inputs[0].Shape)];
    }
}

namespace VkLearn
{
    public static class BroadcastSyntax
    {
        extension(Tensor x)
        {
            /// <summary>This value, its axes of size 1 repeated up to a shape.</summary>
            public Tensor BroadcastTo(Shape shape) => x.Shape == shape ? x
                : ManyAxes.AreMany(shape, x.Shape) ? ManyAxes.Repeat(x, shape) : new Broadcast(shape).Apply(x)[0];

            /// <summary>The sum over the axes from one to before another, which stay with size 1.</summary>
            internal Tensor SumOver(int from, int to)
            {
                ReadOnlySpan<int> sizes = x.Shape.Sizes;
                Shape flat = [.. sizes[..from], checked((int)Shape.CountOf(sizes[from..to])), .. sizes[to..]];
                int[] kept = sizes.ToArray();
                Array.Fill(kept, 1, from, to - from);
                return new Sum(from).Apply(x.Reshape(flat))[0].Reshape(Shape.Of(kept));
            }
        }
    }
}
