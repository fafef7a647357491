using VkLearn.Compile;
using VkLearn.Primitives;

namespace VkLearn.Primitives
{
    /// <summary>
    /// The maximum over one axis, which goes; NaN if there is one, -infinity over nothing. Ties give the gradient to the first.
    /// </summary>
    public sealed record MaxOver(int Axis) : Op
    {
        protected override TensorType[] Infer(TensorType[] inputs) =>
            [Elementwise.Infer(this, inputs, floatsOnly: true)[0] with { Shape = inputs[0].Shape.Without(Axis) }];

        protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock)
        {
            (int outer, int size, int inner) = inputTypes[0].Shape.Around(Axis);
            double[] y = new double[outer * inner];
            for (int i = 0; i < y.Length; i++)
            {
                y[i] = double.NegativeInfinity;
                for (int j = 0; j < size; j++)
                {
                    y[i] = Math.Max(y[i], inputs[0][(i / inner * size + j) * inner + i % inner]);
                }
            }

            return [y];
        }

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs) =>
            Reduction.Dispatch(pass, Reduction.Max, inputs[0], outputs[0], Axis, 1);

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients)
        {
            Tensor x = inputs[0];
            (int outer, int size, int inner) = x.Shape.Around(Axis);
            if (size == 0)
            {
                return [Tensor.Zeros(x.Shape)];
            }

            Tensor first = x.ArgMax(Axis).Reshape([outer, 1, inner]).BroadcastTo([outer, size, inner]);
            Tensor index = new Iota([size, 1]).Apply()[0].BroadcastTo([outer, size, inner]);
            Tensor gradient = gradients[0]!.Reshape([outer, 1, inner]).BroadcastTo([outer, size, inner]);
            return [Where.Select(first.EqualTo(index), gradient, Tensor.Zeros([outer, size, inner])).Reshape(x.Shape)];
        }
    }
}

namespace VkLearn
{
    public static class MaxOverSyntax
    {
        extension(Tensor x)
        {
            /// <summary>The maximum over an axis, which goes, or stays with size 1.</summary>
            public Tensor Max(int axis, bool keepAxis = false)
            {
                axis = x.Shape.Axis(axis, "Max");
                Tensor max = new MaxOver(axis).Apply(x)[0];
                return keepAxis ? max.Reshape(x.Shape.With(axis, 1)) : max;
            }
        }
    }
}
