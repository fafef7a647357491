using VkLearn.Primitives;

namespace VkLearn.Primitives
{
    /// <summary>
    /// a to the power of b: 1 for b = 0 whatever a is, NaN for a negative a unless b is whole (IEEE 754-2019, 9.2.1). The gradient of b
    /// is NaN for a negative a, of which only whole powers exist.
    /// </summary>
    public sealed record Pow : Op
    {
        internal override uint Opcode(DType type) => Primitives.Opcode.Pow;

        protected override TensorType[] Infer(TensorType[] inputs) => Elementwise.Infer(this, inputs, floatsOnly: true);

        protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock) =>
            Elementwise.Map(inputs, Math.Pow);

        // Where a is 0 and b is not below, and where b is 0, factors are 0 and infinite; the power is flat there, and the gradient 0.
        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients)
        {
            (Tensor a, Tensor b, Tensor g) = (inputs[0], inputs[1], gradients[0]!);
            Tensor isFlat = a.EqualTo(0f) * (1 - (b < 0f)), log = Where.Select(isFlat, 1f, a).Log();
            Tensor toB = Where.Select(isFlat, 0f, outputs[0] * log);
            return [g * b * a.Pow(Where.Select(b.EqualTo(0f), 1f, b - 1)), g * toB];
        }
    }
}

namespace VkLearn
{
    public static class PowSyntax
    {
        extension(Tensor x)
        {
            /// <summary>Each element to the power of an exponent; shapes go together by broadcasting. See <see cref="Primitives.Pow"/>.
            /// </summary>
            public Tensor Pow(Tensor exponent) => Broadcasting.Apply(new Pow(), x, exponent);

            /// <summary>Each element to the power of an exponent; the square and the cube are products.</summary>
            public Tensor Pow(float exponent) => exponent switch
            {
                2 => x.Square(),
                3 => x.Square() * x,
                _ => x.Pow(Tensor.Full([], exponent)),
            };
        }
    }
}
