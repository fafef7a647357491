using VkLearn.Primitives;

namespace VkLearn.Primitives
{
    /// <summary>
    /// The normal distribution's integral up to x, (1 + erf(x / sqrt(2))) / 2, but right far below 0 too, where that sum is 0.
    /// </summary>
    public sealed record NormalCdf : Op
    {
        internal override uint Opcode(DType type) => Primitives.Opcode.NormalCdf;

        protected override TensorType[] Infer(TensorType[] inputs) => Elementwise.Infer(this, inputs, floatsOnly: true);

        protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock) =>
            Elementwise.Map(inputs, Of);

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
            [gradients[0]! * (inputs[0] * inputs[0] * -0.5f).Exp() * (1 / MathF.Sqrt(2 * MathF.PI))];

        /// <summary>In float64.</summary>
        public static double Of(double x) => Erf.Complement(-x / Math.Sqrt(2)) / 2;
    }
}

namespace VkLearn
{
    public static class NormalCdfSyntax
    {
        extension(Tensor x)
        {
            /// <summary>The normal distribution's integral up to x: (1 + erf(x / sqrt(2))) / 2.</summary>
            public Tensor NormalCdf() => new NormalCdf().Apply(x)[0];
        }
    }
}
