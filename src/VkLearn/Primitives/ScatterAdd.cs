using VkLearn.Compile;
using VkLearn.Primitives;

namespace VkLearn.Primitives
{
    /// <summary>
    /// The sum, for each of Rows rows of an axis, of the values whose index names it: [.., n, ..] and indices [n] to [.., Rows, ..]. Added
    /// in the order of the indices, without atomics; an index outside is left out.
    /// </summary>
    public sealed record ScatterAdd(int Axis, int Rows) : Op
    {
        protected override TensorType[] Infer(TensorType[] inputs) =>
            inputs[0].Type == DType.Float32 && inputs[1] == new TensorType([inputs[0].Shape[Axis]], DType.Int32)
                ? [inputs[0] with { Shape = inputs[0].Shape.With(Axis, Rows) }]
                : throw new ArgumentException(
                    $"ScatterAdd: needs Float32 values [.., n, ..] and Int32 indices [n], received {inputs[0]} and {inputs[1]}.");

        protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock)
        {
            (int outer, int count, int inner) = inputTypes[0].Shape.Around(Axis);
            double[] y = new double[outer * Rows * inner];
            for (int i = 0; i < inputs[0].Length; i++)
            {
                int row = (int)inputs[1][i / inner % count];
                if (row >= 0 && row < Rows)
                {
                    y[(i / inner / count * Rows + row) * inner + i % inner] += inputs[0][i];
                }
            }

            return [y];
        }

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
        {
            (int outer, int count, int inner) = inputs[0].Shape.Around(Axis);
            const int mostOfABlock = 32, enoughGroups = 256; // each block looks through all indices once; a device wants many workgroups
            int block = Math.Clamp(Rows / enoughGroups, 1, mostOfABlock);
            pass.Dispatch("ScatterAdd", Groups.Linear(Rows, (uint)block),
                inputs[0], inputs[1], outputs[0], outer, Rows, inner, count, block);
        }

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
            [gradients[0]!.Gather(inputs[1], Axis), null];
    }
}

namespace VkLearn
{
    public static class ScatterAddSyntax
    {
        extension(Tensor x)
        {
            /// <summary>The sums of the values whose index [n] names each of a number of rows.</summary>
            public Tensor ScatterAdd(Tensor index, int rows, int axis = 0) =>
                new ScatterAdd(x.Shape.Axis(axis, "ScatterAdd"), rows).Apply(x, index)[0];
        }
    }
}
