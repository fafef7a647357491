using VkLearn.Primitives;

namespace VkLearn.Primitives
{
    /// <summary>exp(x) - 1, right for small x too, for which the difference would cancel.</summary>
    public sealed record Expm1 : Op
    {
        internal override uint Opcode(DType type) => Primitives.Opcode.Expm1;

        protected override TensorType[] Infer(TensorType[] inputs) => Elementwise.Infer(this, inputs, floatsOnly: true);

        protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock) =>
            Elementwise.Map(inputs, Of);

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
            [gradients[0]! * inputs[0].Exp()];

        /// <summary>In float64, by 2 sinh(x / 2) exp(x / 2), whose factors do not cancel, where exp(x) - 1 would.</summary>
        public static double Of(double x) => Math.Abs(x) < 1 ? 2 * Math.Sinh(x / 2) * Math.Exp(x / 2) : Math.Exp(x) - 1;
    }
}

namespace VkLearn
{
    public static class Expm1Syntax
    {
        extension(Tensor x)
        {
            /// <summary>exp(x) - 1, right for small x too.</summary>
            public Tensor Expm1() => new Expm1().Apply(x)[0];
        }
    }
}
