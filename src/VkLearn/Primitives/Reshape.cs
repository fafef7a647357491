using VkLearn.Primitives;

namespace VkLearn.Primitives
{
    /// <summary>The same elements in the same order under another shape; shares memory.</summary>
    public sealed record Reshape(Shape To) : Op
    {
        internal override bool IsNonNegative(Tensor[] inputs, int output) => inputs[0].IsNonNegative;

        protected override TensorType[] Infer(TensorType[] inputs) =>
            inputs[0].Shape.Count == To.Count
                ? [inputs[0] with { Shape = To }]
                : throw new ArgumentException($"Reshape: {inputs[0].Shape} has {inputs[0].Shape.Count} elements, {To} has {To.Count}.");

        protected override double[][] Evaluate(
            double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock) => inputs;

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
            [gradients[0]!.Reshape(inputs[0].Shape)];
    }
}

namespace VkLearn
{
    public static class ReshapeSyntax
    {
        extension(Tensor x)
        {
            /// <summary>The same elements under another shape.</summary>
            /// <exception cref="ArgumentException">The numbers of elements differ.</exception>
            public Tensor Reshape(Shape to) => x.Shape == to ? x : new Reshape(to).Apply(x)[0];

            /// <summary>[N, ...] to [N, product of the others].</summary>
            public Tensor Flatten() => x.Reshape([x.Shape[0], checked((int)Shape.CountOf(x.Shape.Sizes[1..]))]);
        }
    }
}
