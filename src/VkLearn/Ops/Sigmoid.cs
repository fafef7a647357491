using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>1 / (1 + exp(-x)), as (1 + tanh(x / 2)) / 2, which no x overflows.</summary>
    public sealed record SigmoidOp : Op
    {
        protected override Tensor[] Define(Tensor[] inputs) => [(inputs[0] * 0.5f).Tanh() * 0.5f + 0.5f];

        // By the output, so that the input need not be kept.
        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
            [gradients[0]! * (outputs[0] * (1 - outputs[0]))];
    }
}

namespace VkLearn
{
    public static class SigmoidSyntax
    {
        extension(Tensor x)
        {
            /// <summary>1 / (1 + exp(-x)), as (1 + tanh(x / 2)) / 2, which no x overflows.</summary>
            public Tensor Sigmoid() => new SigmoidOp().Apply(x)[0];
        }
    }
}
