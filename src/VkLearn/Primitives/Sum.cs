using VkLearn.Compile;
using VkLearn.Primitives;

namespace VkLearn.Primitives
{
    /// <summary>
    /// Scale times the sum over one axis, which goes: [.., n, ..] to [.., ..]. Always added in the same order. Integers wrap, and are not
    /// scaled. A mean's scale is not rounded to a float: of values of 10,000 that would be 0.0003 in the float64 reference.
    /// </summary>
    public sealed record Sum(int Axis, double Scale = 1) : Op
    {
        protected override TensorType[] Infer(TensorType[] inputs) =>
            [Elementwise.Infer(this, inputs, floatsOnly: Scale != 1)[0] with { Shape = inputs[0].Shape.Without(Axis) }];

        protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock)
        {
            (int outer, int size, int inner) = inputTypes[0].Shape.Around(Axis);
            double[] y = new double[outer * inner];
            for (int i = 0; i < y.Length; i++)
            {
                for (int j = 0; j < size; j++)
                {
                    y[i] += inputs[0][(i / inner * size + j) * inner + i % inner];
                }

                y[i] = inputTypes[0].Type == DType.Int32 ? Elementwise.Wrapped(y[i]) : y[i] * Scale;
            }

            return [y];
        }

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs) =>
            Reduction.Dispatch(
                pass, inputs[0].Type == DType.Int32 ? Reduction.SumOfInts : Reduction.Sum, inputs[0], outputs[0], Axis, (float)Scale);

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients)
        {
            Tensor scaled = Scale == 1 ? gradients[0]! : gradients[0]! * (float)Scale;
            return [scaled.Reshape(inputs[0].Shape.With(Axis, 1)).BroadcastTo(inputs[0].Shape)];
        }
    }
}

namespace VkLearn
{
    public static class SumSyntax
    {
        extension(Tensor x)
        {
            /// <summary>The sum over all elements, a scalar.</summary>
            public Tensor Sum() => new Sum(0).Apply(x.Reshape([checked((int)x.Shape.Count)]))[0];

            /// <summary>The sum over an axis, which goes, or stays with size 1.</summary>
            public Tensor Sum(int axis, bool keepAxis = false) => Over(x, axis, keepAxis, mean: false);

            /// <summary>The mean over all elements, a scalar.</summary>
            public Tensor Mean() => new Sum(0, 1.0 / x.Shape.Count).Apply(x.Reshape([checked((int)x.Shape.Count)]))[0];

            /// <summary>The mean over an axis, which goes, or stays with size 1.</summary>
            public Tensor Mean(int axis, bool keepAxis = false) => Over(x, axis, keepAxis, mean: true);
        }

        static Tensor Over(Tensor x, int axis, bool keepAxis, bool mean)
        {
            axis = x.Shape.Axis(axis, mean ? "Mean" : "Sum");
            Tensor sum = new Sum(axis, mean ? 1.0 / x.Shape[axis] : 1).Apply(x)[0];
            return keepAxis ? sum.Reshape(x.Shape.With(axis, 1)) : sum;
        }
    }
}
