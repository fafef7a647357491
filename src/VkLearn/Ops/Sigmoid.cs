using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>1 / (1 + exp(-x)), by exp(-|x|), which no x overflows and which is not lost beside 1 where the result is small.</summary>
    public sealed record SigmoidOp : Op
    {
        internal override uint Opcode(DType type) => Primitives.Opcode.Sigmoid;

        protected override Tensor[] Define(Tensor[] inputs)
        {
            Tensor x = inputs[0], e = x.Minimum(-x).Exp();
            return [Where.Select(x < 0f, e, Tensor.Ones(x.Shape)) / (1 + e)];
        }

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
            /// <summary>1 / (1 + exp(-x)), which no x overflows, and right where it is small.</summary>
            public Tensor Sigmoid() => new SigmoidOp().Apply(x)[0];
        }
    }
}
