using VkLearn.Compile;
using VkLearn.Primitives;

namespace VkLearn.Primitives
{
    /// <summary>Adds Low elements before and High after those of an axis, all of one value.</summary>
    public sealed record Pad(int Axis, int Low, int High, float Value = 0) : Op
    {
        protected override TensorType[] Infer(TensorType[] inputs)
        {
            Shape shape = inputs[0].Shape;
            return Low >= 0 && High >= 0 && inputs[0].Type == DType.Float32
                ? [inputs[0] with { Shape = shape.With(Axis, (long)Low + shape[Axis] + High) }]
                : throw new ArgumentException(
                    $"Pad: needs Float32 and 0 or more on each side, received {inputs[0]} with {Low} before and {High} after.");
        }

        protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock)
        {
            (int outer, int size, int inner) = inputTypes[0].Shape.Around(Axis);
            int padded = Low + size + High;
            double[] y = new double[outer * padded * inner];
            Array.Fill(y, Value);
            for (int i = 0; i < outer; i++)
            {
                Array.Copy(inputs[0], i * size * inner, y, (i * padded + Low) * inner, size * inner);
            }

            return [y];
        }

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
        {
            (int outer, int size, int inner) = inputs[0].Shape.Around(Axis);
            pass.Pad(inputs[0], outputs[0], [1, outer, Low + size + High, inner], [1, outer, size, inner], [0, 0, Low, 0],
                BitConverter.SingleToUInt32Bits(Value));
        }

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
            [gradients[0]!.Slice(Axis, Low, inputs[0].Shape[Axis])];
    }
}

namespace VkLearn
{
    public static class PadSyntax
    {
        extension(Tensor x)
        {
            /// <summary>Adds elements of one value before and after those of an axis.</summary>
            public Tensor Pad(int axis, int low, int high, float value = 0) =>
                new Pad(x.Shape.Axis(axis, "Pad"), low, high, value).Apply(x)[0];
        }
    }
}
