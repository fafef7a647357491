using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>|x|; NaN passes. Its gradient at 0 is 0, the middle of those that there are.</summary>
    public sealed record Abs : Op
    {
        protected override Tensor[] Define(Tensor[] inputs) => [inputs[0].Maximum(-inputs[0])];

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
            [gradients[0]! * inputs[0].Sign()];
    }
}

namespace VkLearn
{
    public static class AbsSyntax
    {
        extension(Tensor x)
        {
            /// <summary>The absolute value; its gradient at 0 is 0.</summary>
            public Tensor Abs() => new Abs().Apply(x)[0];

            /// <summary>1 where x is above 0, -1 where it is below, else 0. It has no gradient.</summary>
            public Tensor Sign() => (0 < x) - (x < 0);
        }
    }
}
