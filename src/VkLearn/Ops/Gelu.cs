using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>x times the normal distribution's integral up to x (Hendrycks and Gimpel 2016, eq. 1).</summary>
    public sealed record GeluOp : Op
    {
        protected override Tensor[] Define(Tensor[] inputs) => [inputs[0] * inputs[0].NormalCdf()];
    }
}

namespace VkLearn
{
    public static class GeluSyntax
    {
        extension(Tensor x)
        {
            /// <summary>x times the normal distribution's integral up to x (Hendrycks and Gimpel 2016, eq. 1).</summary>
            public Tensor Gelu() => new GeluOp().Apply(x)[0];
        }
    }
}
