using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>x tanh(log(1 + exp(x))) (Misra 2019, eq. 1).</summary>
    public sealed record MishOp : Op
    {
        const float Nothing = -1000; // from far above here on the result is 0, also at minus infinity, where it would be no number

        protected override Tensor[] Define(Tensor[] inputs) =>
            [inputs[0].Maximum(Nothing) * inputs[0].Maximum(Nothing).Softplus().Tanh()];
    }
}

namespace VkLearn
{
    public static class MishSyntax
    {
        extension(Tensor x)
        {
            /// <summary>x tanh(log(1 + exp(x))) (Misra 2019, eq. 1).</summary>
            public Tensor Mish() => new MishOp().Apply(x)[0];
        }
    }
}
