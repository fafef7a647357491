using VkLearn.Compile;
using VkLearn.Primitives;

namespace VkLearn.Primitives
{
    /// <summary>The index of the maximum over the last axis, which goes: the first of equals, the first NaN if there is one.</summary>
    public sealed record ArgMax : Op
    {
        protected override TensorType[] Infer(TensorType[] inputs)
        {
            Shape shape = Elementwise.Infer(this, inputs, floatsOnly: true)[0].Shape, rows = shape.Without(shape.Rank - 1);
            return rows.Count == 0 || shape[^1] > 0 ? [new(rows, DType.Int32)]
                : throw new ArgumentException($"ArgMax: rows of {shape} have no elements, so none is the greatest. Give them one or more.");
        }

        protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock)
        {
            int cols = inputTypes[0].Shape[^1];
            double[] y = new double[outputTypes[0].Shape.Count];
            for (int row = 0; row < y.Length; row++)
            {
                y[row] = Of(inputs[0].AsSpan(row * cols, cols));
            }

            return [y];
        }

        static int Of(ReadOnlySpan<double> row)
        {
            int best = 0;
            for (int i = 1; i < row.Length && !double.IsNaN(row[best]); i++)
            {
                best = row[i] > row[best] || double.IsNaN(row[i]) ? i : best;
            }

            return best;
        }

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
        {
            (Tensor x, int rows, int cols) = (inputs[0], inputs[0].Rows, inputs[0].Cols);
            if (Reduction.IsByInvocation(rows, cols))
            {
                pass.Dispatch("ArgMax", Groups.Linear(rows, pass.FewLocalSize), pass.FewLocalSize, [("MODE", 0u)],
                    x, Arg.Nothing, outputs[0], rows, cols, 1);
                return;
            }

            int parts = Math.Max(1, Reduction.Parts(pass, rows, cols));
            Tensor ofParts = parts > 1 ? new Tensor(new TensorType([rows, parts], DType.Int32)) : outputs[0];
            pass.Dispatch("ArgMax", Groups.Linear((long)rows * parts, 1), pass.RowLocalSize, [("MODE", 1u)],
                x, Arg.Nothing, ofParts, rows, cols, parts);
            if (parts > 1)
            {
                pass.Dispatch("ArgMax", Groups.Linear(rows, 1), pass.RowLocalSize, [("MODE", 2u)],
                    x, ofParts, outputs[0], rows, cols, parts);
            }
        }

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) => [null];
    }
}

namespace VkLearn
{
    public static class ArgMaxSyntax
    {
        extension(Tensor x)
        {
            /// <summary>The index of the maximum over an axis, which goes; the first of equals.</summary>
            public Tensor ArgMax(int axis)
            {
                axis = x.Shape.Axis(axis, "ArgMax");
                if (axis == x.Shape.Rank - 1)
                {
                    return new ArgMax().Apply(x)[0];
                }

                (int outer, int size, int inner) = x.Shape.Around(axis);
                return new ArgMax().Apply(x.Reshape([outer, size, inner]).Permute(0, 2, 1))[0].Reshape(x.Shape.Without(axis));
            }
        }
    }
}
