using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>x sigmoid(x) (Elfwing et al. 2018; Ramachandran et al. 2017: swish).</summary>
    public sealed record SiluOp : Op
    {
        protected override Tensor[] Define(Tensor[] inputs) => [inputs[0] * inputs[0].Sigmoid()];
    }
}

namespace VkLearn
{
    public static class SiluSyntax
    {
        extension(Tensor x)
        {
            /// <summary>x sigmoid(x) (Elfwing et al. 2018; Ramachandran et al. 2017: swish).</summary>
            public Tensor Silu() => new SiluOp().Apply(x)[0];
        }
    }
}
