using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>
    /// How features [N, F, T] change over their frames (Furui 1986): the slope of the line through as many frames before and after each as
    /// <see cref="Reach"/> says, by least squares; beyond the ends they stay as they are there.
    /// </summary>
    public sealed record Deltas(int Reach) : Op
    {
        protected override Tensor[] Define(Tensor[] inputs)
        {
            Tensor x = inputs[0];
            if (x.Shape.Rank != 3 || x.Shape[2] < 1 || Reach < 1)
            {
                throw new ArgumentException($"{Name}: needs features [N, F, T] and a reach of 1 or more, received {x} and {Reach}.");
            }

            int frames = x.Shape[2];
            Tensor first = x.Slice(2, 0, 1), last = x.Slice(2, frames - 1, 1);
            Tensor[] before = [.. Enumerable.Repeat(first, Reach)], after = [.. Enumerable.Repeat(last, Reach)];
            Tensor wide = Concat.Of(2, [.. before, x, .. after]);
            Tensor sum = Enumerable.Range(1, Reach).Select(n => n * (At(n) - At(-n))).Aggregate((a, b) => a + b);
            return [sum * (1f / Enumerable.Range(1, Reach).Sum(n => 2 * n * n))];

            Tensor At(int shift) => wide.Slice(2, Reach + shift, frames);
        }
    }
}

namespace VkLearn
{
    public static class DeltasSyntax
    {
        extension(Tensor features)
        {
            /// <summary>How features [N, F, T] change over their frames: slopes, over as many frames before and after each.</summary>
            /// <exception cref="ArgumentException">They are no features, or the reach is below 1.</exception>
            public Tensor Deltas(int reach = 2) => new Deltas(reach).Apply(features)[0];
        }
    }
}
