using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>x, but at least Low and at most High; NaN passes. The gradient is 1 from Low to High, both included, else 0.</summary>
    public sealed record Clamp(float Low, float High) : Op
    {
        protected override Tensor[] Define(Tensor[] inputs) =>
            [Where.Select(inputs[0] < Low, Low, Where.Select(High < inputs[0], High, inputs[0]))];
    }
}

namespace VkLearn
{
    public static class ClampSyntax
    {
        extension(Tensor x)
        {
            /// <summary>This value, but at least low and at most high; NaN passes.</summary>
            /// <exception cref="ArgumentException">Low is above high, or one of them is NaN.</exception>
            public Tensor Clamp(float low = float.NegativeInfinity, float high = float.PositiveInfinity) => low <= high
                ? new Clamp(low, high).Apply(x)[0]
                : throw new ArgumentException($"Clamp: low must be at most high, received low: {low} and high: {high}.");
        }
    }
}
