using VkLearn.Compile;
using VkLearn.Primitives;

namespace VkLearn.Primitives
{
    /// <summary>Length elements of an axis, from Start on. On the first axis it shares memory, elsewhere it is a copy.</summary>
    public sealed record Slice(int Axis, int Start, int Length) : Op
    {
        protected override TensorType[] Infer(TensorType[] inputs)
        {
            Elementwise.RefuseBytes(this, inputs[0]);
            Shape shape = inputs[0].Shape;
            return Start >= 0 && Length >= 0 && Start + Length <= shape[Axis]
                ? [inputs[0] with { Shape = shape.With(Axis, Length) }]
                : throw new ArgumentException($"Slice: elements {Start} to {Start + Length - 1} of axis {Axis} are not all in {shape}.");
        }

        protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock)
        {
            (int outer, int size, int inner) = inputTypes[0].Shape.Around(Axis);
            double[] y = new double[outer * Length * inner];
            for (int i = 0; i < outer; i++)
            {
                Array.Copy(inputs[0], (i * size + Start) * inner, y, i * Length * inner, Length * inner);
            }

            return [y];
        }

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
        {
            (int outer, _, int inner) = inputs[0].Shape.Around(Axis);
            pass.Pad(inputs[0], outputs[0], [1, outer, Length, inner], [1, outer, inputs[0].Shape[Axis], inner],
                [0, 0, -Start, 0], fill: 0);
        }

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
            [new Pad(Axis, Start, inputs[0].Shape[Axis] - Start - Length).Apply(gradients[0]!)[0]];

        /// <summary>Whether the elements lie together in the input, so that this is a view.</summary>
        internal bool IsView(Shape input) => input.Around(Axis).Outer == 1;
    }
}

namespace VkLearn
{
    public static class SliceSyntax
    {
        extension(Tensor x)
        {
            /// <summary>Elements of an axis, from a start on.</summary>
            public Tensor Slice(int axis, int start, int length) => new Slice(x.Shape.Axis(axis, "Slice"), start, length).Apply(x)[0];
        }
    }
}
