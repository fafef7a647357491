using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>
    /// The Euclidean length over one axis, which stays with size 1: of elements over the largest, so that no square overflows or vanishes.
    /// Its gradient is x over the length, and 0 where all are 0.
    /// </summary>
    public sealed record EuclideanNorm(int Axis) : Op
    {
        protected override Tensor[] Define(Tensor[] inputs)
        {
            Tensor largest = inputs[0].Abs().Max(Axis, keepAxis: true).Detach();
            Tensor scale = Where.Select((0 < largest) * (largest < float.PositiveInfinity), largest, 1f);
            return [(inputs[0] / scale).Square().Sum(Axis, keepAxis: true).Sqrt() * scale];
        }

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
            [gradients[0]! * (inputs[0] / Where.Select(outputs[0].EqualTo(0f), 1f, outputs[0]))];
    }
}

namespace VkLearn
{
    public static class NormSyntax
    {
        extension(Tensor x)
        {
            /// <summary>
            /// The p-norm over an axis, which goes, or stays with size 1: the sum of magnitudes (p = 1), the Euclidean length (p = 2), the
            /// largest magnitude (p = infinity; ties give the gradient to the first). The gradient is 0 where all elements are 0.
            /// </summary>
            /// <exception cref="ArgumentException">There is no such axis, or p is none of these.</exception>
            public Tensor Norm(int axis, float p = 2, bool keepAxis = false)
            {
                axis = x.Shape.Axis(axis, "Norm");
                Tensor norm = p switch
                {
                    1 => x.Abs().Sum(axis, keepAxis: true),
                    2 => new EuclideanNorm(axis).Apply(x)[0],
                    float.PositiveInfinity => x.Abs().Max(axis, keepAxis: true),
                    _ => throw new ArgumentException($"Norm: p must be 1, 2 or float.PositiveInfinity, received {p}.", nameof(p)),
                };
                return keepAxis ? norm : norm.Reshape(x.Shape.Without(axis));
            }

            /// <summary>The p-norm of all elements as one vector, a scalar.</summary>
            /// <inheritdoc cref="extension(Tensor).Norm(int, float, bool)"/>
            public Tensor Norm(float p = 2) => x.Reshape([checked((int)x.Shape.Count)]).Norm(0, p);
        }
    }
}
