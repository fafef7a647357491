using VkLearn.Compile;
using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>
    /// The running sum along one axis, [.., n, ..] to the same: each element and all before it, or, Reversed, all after it, which is the
    /// gradient of the other.
    /// </summary>
    public sealed record CumSum(int Axis, bool Reversed = false) : Op
    {
        // In each round as much again is before an element (Hillis and Steele 1986).
        protected override Tensor[] Define(Tensor[] inputs)
        {
            Tensor sums = inputs[0];
            int size = sums.Shape[Axis];
            for (int step = 1; step < size; step *= 2)
            {
                int kept = size - step;
                sums += Reversed ? sums.Slice(Axis, step, kept).Pad(Axis, 0, step) : sums.Slice(Axis, 0, kept).Pad(Axis, step, 0);
            }

            return [sums];
        }

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
        {
            const int fewLines = 64, longLine = 4096;
            (int outer, int size, int inner) = inputs[0].Shape.Around(Axis);
            if (inputs[0].Type != DType.Float32 || ((long)outer * inner < fewLines && size > longLine))
            {
                pass.Inline(); // an invocation a line would leave most of the device without work
                return;
            }

            pass.Dispatch("CumSum", Groups.Linear((long)outer * inner, pass.FewLocalSize), pass.FewLocalSize, [("REVERSED", Reversed)],
                inputs[0], outputs[0], outer, size, inner);
        }

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
            [new CumSum(Axis, !Reversed).Apply(gradients[0]!)[0]];
    }
}

namespace VkLearn
{
    public static class CumSumSyntax
    {
        extension(Tensor x)
        {
            /// <summary>The running sum along an axis: each element and all before it.</summary>
            public Tensor CumSum(int axis) => new CumSum(x.Shape.Axis(axis, "CumSum")).Apply(x)[0];
        }
    }
}
