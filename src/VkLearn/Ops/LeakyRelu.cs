using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>x where it is above 0, else slope x (Maas et al. 2013); NaN passes. The slope is above 0.</summary>
    public sealed record LeakyReluOp(float Slope) : Op
    {
        protected override Tensor[] Define(Tensor[] inputs) => [Where.Select(inputs[0] < 0f, inputs[0] * Slope, inputs[0])];

        // By the output, whose sign is the input's, so that the input need not be kept.
        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
            [Where.Select(outputs[0] < 0f, gradients[0]! * Slope, gradients[0]!)];
    }
}

namespace VkLearn
{
    public static class LeakyReluSyntax
    {
        extension(Tensor x)
        {
            /// <summary>x where it is above 0, else slope x.</summary>
            /// <exception cref="ArgumentException">The slope is not above 0.</exception>
            public Tensor LeakyRelu(float slope = 0.01f) =>
                slope > 0
                    ? new LeakyReluOp(slope).Apply(x)[0]
                    : throw new ArgumentException($"LeakyRelu: slope must be above 0, received {slope}.", nameof(slope));
        }
    }
}
