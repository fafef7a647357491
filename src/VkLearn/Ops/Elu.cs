using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>
    /// Scale times x where it is above 0, else Scale times Alpha (exp(x) - 1) (Clevert et al. 2016, eq. 15); NaN passes.
    /// </summary>
    /// <param name="Scale">1; Selu has another.</param>
    public sealed record EluOp(float Alpha, float Scale = 1) : Op
    {
        // Of min(x, 0), so that where it is not chosen nothing overflows.
        protected override Tensor[] Define(Tensor[] inputs) =>
            [Where.Select(0 < inputs[0], inputs[0] * Scale, inputs[0].Minimum(0f).Expm1() * (Alpha * Scale))];

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
            [gradients[0]! * Where.Select(0 < inputs[0], Scale, inputs[0].Minimum(0f).Exp() * (Alpha * Scale))];
    }
}

namespace VkLearn
{
    public static class EluSyntax
    {
        extension(Tensor x)
        {
            /// <summary>x where it is above 0, else alpha (exp(x) - 1) (Clevert et al. 2016, eq. 15).</summary>
            /// <exception cref="ArgumentException">Alpha is not finite.</exception>
            public Tensor Elu(float alpha = 1) => float.IsFinite(alpha) ? new EluOp(alpha).Apply(x)[0]
                : throw new ArgumentException($"Elu: alpha must be finite, received {alpha}.", nameof(alpha));

            /// <summary>
            /// Elu with the alpha and the scale that keep mean 0 and variance 1 (Klambauer et al. 2017, eq. 2 and 14).
            /// </summary>
            public Tensor Selu() => new EluOp(1.6732632423543772f, 1.0507009873554805f).Apply(x)[0];
        }
    }
}
