using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>x min(max(x + 3, 0), 6) / 6 (Howard et al. 2019, section 5.2): 0 below -3, x above 3; NaN passes.</summary>
    public sealed record HardswishOp : Op
    {
        protected override Tensor[] Define(Tensor[] inputs) => [Pieces(inputs[0], 0f, inputs[0] * (inputs[0] + 3) / 6, inputs[0])];

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
            [gradients[0]! * Pieces(inputs[0], 0f, inputs[0] / 3 + 0.5f, 1f)];

        static Tensor Pieces(Tensor x, Tensor below, Tensor between, Tensor above) =>
            Where.Select(x < -3, below, Where.Select(3 < x, above, between));
    }
}

namespace VkLearn
{
    public static class HardswishSyntax
    {
        extension(Tensor x)
        {
            /// <summary>x min(max(x + 3, 0), 6) / 6 (Howard et al. 2019, section 5.2).</summary>
            public Tensor Hardswish() => new HardswishOp().Apply(x)[0];
        }
    }
}
