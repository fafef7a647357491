using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>
    /// log(1 + exp(x)) (Dugas et al. 2001), as max(x, 0) + log1p(exp(-|x|)), which no x overflows and which is right where it is small.
    /// </summary>
    public sealed record SoftplusOp : Op
    {
        protected override Tensor[] Define(Tensor[] inputs) => [inputs[0].Maximum(0f) + (-inputs[0].Abs()).Exp().Log1p()];

        // At 0, where both pieces of the definition have a kink, too.
        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
            [gradients[0]! * inputs[0].Sigmoid()];
    }
}

namespace VkLearn
{
    public static class SoftplusSyntax
    {
        extension(Tensor x)
        {
            /// <summary>log(1 + exp(x)), which no x overflows (Dugas et al. 2001).</summary>
            public Tensor Softplus() => new SoftplusOp().Apply(x)[0];
        }
    }
}
