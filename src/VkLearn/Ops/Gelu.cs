using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>x times the normal distribution's integral up to x, by erf (Hendrycks and Gimpel 2016, eq. 1).</summary>
    public sealed record GeluOp : Op
    {
        protected override Tensor[] Define(Tensor[] inputs) =>
            [inputs[0] * ((inputs[0] * (1 / MathF.Sqrt(2))).Erf() * 0.5f + 0.5f)];
    }
}

namespace VkLearn
{
    public static class GeluSyntax
    {
        extension(Tensor x)
        {
            /// <summary>x times the normal distribution's integral up to x, by erf (Hendrycks and Gimpel 2016, eq. 1).</summary>
            public Tensor Gelu() => new GeluOp().Apply(x)[0];
        }
    }
}
