using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>
    /// x where it is above 0, else slope x, with slopes that are learned (He et al. 2015, eq. 1): x [N, C, ...] and slopes [C], or [1], or
    /// x of any shape and slopes [1], to x's shape; NaN passes.
    /// </summary>
    public sealed record PReluOp : Op
    {
        protected override Tensor[] Define(Tensor[] inputs)
        {
            (Tensor x, Tensor slope) = (inputs[0], inputs[1]);
            int slopes = slope.Shape.Rank == 1 ? slope.Shape[0] : 0;
            bool isPerChannel = x.Shape.Rank >= 2 && x.Shape[1] == slopes;
            if (slopes != 1 && !isPerChannel)
            {
                throw new ArgumentException($"PRelu: needs x [N, C, ...] and slopes [C] or [1], received {x.Shape} and {slope.Shape}.");
            }

            return [Where.Select(0 < x, x, x * (isPerChannel ? Channels.Beside(slope, x.Shape) : slope.Reshape([])))];
        }
    }
}

namespace VkLearn
{
    public static class PReluSyntax
    {
        extension(Tensor x)
        {
            /// <summary>x where it is above 0, else slope x, with slopes [1] or, of [N, C, ...], [C] (He et al. 2015, eq. 1).</summary>
            /// <exception cref="ArgumentException">There is neither one slope nor one for each channel.</exception>
            public Tensor PRelu(Tensor slope) => new PReluOp().Apply(x, slope)[0];
        }
    }
}
