using VkLearn.Compile;
using VkLearn.Primitives;

namespace VkLearn.Primitives
{
    /// <summary>
    /// Picks along an axis by index: [.., rows, ..] and indices [n] to [.., n, ..]. An index outside gives NaN (integers: -1), so that the
    /// mistake is seen.
    /// </summary>
    public sealed record Gather(int Axis) : Op
    {
        protected override TensorType[] Infer(TensorType[] inputs) =>
            !inputs[0].Type.IsPacked() && inputs[1].Type == DType.Int32 && inputs[1].Shape.Rank == 1
                ? [inputs[0] with { Shape = inputs[0].Shape.With(Axis, inputs[1].Shape[0]) }]
                : throw new ArgumentException(
                    $"Gather: needs Float32 or Int32 values and Int32 indices [n], received {inputs[0]} and {inputs[1]}.");

        protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock)
        {
            (int outer, int rows, int inner) = inputTypes[0].Shape.Around(Axis);
            int count = inputs[1].Length;
            double[] y = new double[outer * count * inner];
            for (int i = 0; i < y.Length; i++)
            {
                int row = (int)inputs[1][i / inner % count];
                y[i] = row >= 0 && row < rows ? inputs[0][(i / inner / count * rows + row) * inner + i % inner]
                    : inputTypes[0].Type == DType.Int32 ? -1 : double.NaN;
            }

            return [y];
        }

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
        {
            (int outer, int rows, int inner) = inputs[0].Shape.Around(Axis);
            int count = inputs[1].Shape[0];
            if (inner >= 2 * pass.RowLocalSize)
            {
                DispatchRows(pass, inputs[0], inputs[1], outputs[0]);
                return;
            }

            pass.Dispatch("Gather", pass.InRounds((long)outer * count * inner),
                inputs[0], inputs[1], outputs[0], outer, rows, inner, count);
        }

        void DispatchRows(Pass pass, Tensor x, Tensor index, Tensor y)
        {
            (int outer, int rows, int inner) = x.Shape.Around(Axis);
            int count = index.Shape[0], block = pass.IsOnCpu ? 16 : 1; // a workgroup costs a CPU driver more than a row does
            bool isPaired = pass.IsOnCpu && pass.Device.HasInt64 && inner % 2 == 0 && Gemm.IsPaired(x) && Gemm.IsPaired(y);
            pass.Dispatch(isPaired ? "GatherRowsPairs" : "GatherRows", Groups.Linear((long)outer * count, (uint)block),
                pass.RowLocalSize, [], x, index, y, outer, rows, inner, count, block);
        }

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
            [new ScatterAdd(Axis, inputs[0].Shape[Axis]).Apply(gradients[0]!, inputs[1])[0], null];
    }
}

namespace VkLearn
{
    public static class GatherSyntax
    {
        extension(Tensor x)
        {
            /// <summary>Rows of an axis picked by index [n].</summary>
            public Tensor Gather(Tensor index, int axis = 0) => new Gather(x.Shape.Axis(axis, "Gather")).Apply(x, index)[0];
        }
    }
}
