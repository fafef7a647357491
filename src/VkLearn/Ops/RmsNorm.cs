using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>
    /// x over the root of the mean of its squares along the last axis (Zhang and Sennrich 2019, eq. 4, without gain). Where an element is
    /// above 1 all are taken over the greatest first, so that no square overflows.
    /// </summary>
    public sealed record RmsNormOp(float Epsilon) : Op
    {
        protected override Tensor[] Define(Tensor[] inputs)
        {
            Tensor scale = inputs[0].Abs().Max(-1, keepAxis: true).Maximum(1f).Detach(), x = inputs[0] / scale;
            return [x * (x.Square().Mean(-1, keepAxis: true) + Epsilon / scale.Square()).Rsqrt()];
        }
    }
}

namespace VkLearn
{
    public static class RmsNormSyntax
    {
        extension(Tensor x)
        {
            /// <summary>This value over the root of the mean of its squares along the last axis.</summary>
            /// <param name="epsilon">Added to the mean of the squares.</param>
            public Tensor RmsNorm(float epsilon = 1e-6f) => new RmsNormOp(epsilon).Apply(x)[0];
        }
    }
}
