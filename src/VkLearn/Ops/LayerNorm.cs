using VkLearn.Compile;
using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>x less its mean along the last axis, over its standard deviation (Ba et al. 2016, eq. 3, without gain and bias).</summary>
    public sealed record LayerNormOp(float Epsilon) : Op
    {
        protected override Tensor[] Define(Tensor[] inputs)
        {
            Tensor d = inputs[0] - inputs[0].Mean(-1, keepAxis: true);
            return [d * (d.Square().Mean(-1, keepAxis: true) + Epsilon).Rsqrt()];
        }

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs) =>
            Rowwise.Dispatch(pass, "LayerNorm", inputs[0], [], inputs[0], outputs[0], Epsilon);

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
            [new LayerNormBackward(Epsilon).Apply(inputs[0], gradients[0]!)[0]];
    }

    /// <summary>By construction the gradient of <see cref="LayerNormOp"/>, from its input and the gradient of its output.</summary>
    public sealed record LayerNormBackward(float Epsilon) : Op
    {
        protected override Tensor[] Define(Tensor[] inputs) =>
            [Differentiation.Of(new LayerNormOp(Epsilon).Defined(inputs[..1]), [inputs[1]], [inputs[0]])[0]!];

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs) =>
            Rowwise.Dispatch(pass, "LayerNormBackward", inputs[0], [], inputs[0], inputs[1], outputs[0], Epsilon);
    }
}

namespace VkLearn
{
    public static class LayerNormSyntax
    {
        extension(Tensor x)
        {
            /// <summary>This value less its mean along the last axis, over its standard deviation.</summary>
            /// <param name="epsilon">Added to the variance.</param>
            public Tensor LayerNorm(float epsilon = 1e-5f) => new LayerNormOp(epsilon).Apply(x)[0];

            /// <summary>
            /// Each image of [N, C, ...], in groups of neighbouring channels, less the group's mean, over its standard deviation (Wu and He
            /// 2018, without gain and bias).
            /// </summary>
            /// <param name="epsilon">Added to the variance.</param>
            /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
            public Tensor GroupNorm(int groups, float epsilon = 1e-5f)
            {
                if (x.Shape.Rank < 2 || groups < 1 || x.Shape[1] % groups != 0)
                {
                    throw new ArgumentException(
                        $"GroupNorm: needs [N, C, ...] whose channels are a multiple of groups, received {x.Shape} and {groups} groups.");
                }

                int cols = x.Shape[1] / groups * checked((int)Shape.CountOf(x.Shape.Sizes[2..]));
                return x.Reshape([x.Shape[0] * groups, cols]).LayerNorm(epsilon).Reshape(x.Shape);
            }
        }
    }
}
