using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>max(x, 0); NaN passes.</summary>
    public sealed record ReluOp : Op
    {
        protected override Tensor[] Define(Tensor[] inputs) =>
            [Where.Select(inputs[0] < 0f, Tensor.Zeros(inputs[0].Shape), inputs[0])];

        // By the output, so that the input need not be kept.
        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
            [Where.Select(0f < outputs[0], gradients[0]!, Tensor.Zeros(outputs[0].Shape))];
    }
}

namespace VkLearn
{
    public static class ReluSyntax
    {
        extension(Tensor x)
        {
            /// <summary>max(x, 0); NaN passes.</summary>
            public Tensor Relu() => new ReluOp().Apply(x)[0];
        }
    }
}
