using VkLearn.Primitives;

namespace VkLearn.Primitives
{
    /// <summary>The same value, taken as given: no gradient passes.</summary>
    public sealed record Detach : Op
    {
        internal override bool PassesGradients => false;

        protected override TensorType[] Infer(TensorType[] inputs) => inputs;

        protected override double[][] Evaluate(
            double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock) => inputs;

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) => [null];
    }
}

namespace VkLearn
{
    public static class DetachSyntax
    {
        extension(Tensor x)
        {
            /// <summary>The same value, through which no gradient passes.</summary>
            public Tensor Detach() => new Detach().Apply(x)[0];
        }
    }
}
