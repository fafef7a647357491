using VkLearn.Primitives;

namespace VkLearn.Primitives
{
    /// <summary>log(1 + x), right for small x too, of which 1 + x keeps nothing.</summary>
    public sealed record Log1p : Op
    {
        internal override uint Opcode(DType type) => Primitives.Opcode.Log1p;

        protected override TensorType[] Infer(TensorType[] inputs) => Elementwise.Infer(this, inputs, floatsOnly: true);

        protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock) =>
            Elementwise.Map(inputs, Of);

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
            [gradients[0]! / (1 + inputs[0])];

        /// <summary>In float64, with what the rounding of 1 + x lost (W. Kahan).</summary>
        public static double Of(double x)
        {
            double u = 1 + x;
            return u > 0 && double.IsFinite(u) ? Math.Log(u) + (x - (u - 1)) / u : Math.Log(u);
        }
    }
}

namespace VkLearn
{
    public static class Log1pSyntax
    {
        extension(Tensor x)
        {
            /// <summary>log(1 + x), right for small x too.</summary>
            public Tensor Log1p() => new Log1p().Apply(x)[0];
        }
    }
}
