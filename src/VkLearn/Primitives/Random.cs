using VkLearn.Primitives;
using Random = VkLearn.Primitives.Random;

namespace VkLearn.Primitives
{
    /// <summary>
    /// Uniform numbers in [0, 1), 24 bits each, by Philox 4x32-10 of (seed, RNG clock, stream, index): the same on every device, and new in
    /// every replay. The stream tells the random tensors of a recording apart.
    /// </summary>
    public sealed record Random(Shape Shape, uint Stream) : Op
    {
        internal override uint Opcode(DType type) => Primitives.Opcode.Random;

        protected override TensorType[] Infer(TensorType[] inputs) => [new(Shape, DType.Float32)];

        protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock)
        {
            double[] y = new double[Shape.Count];
            for (int i = 0; i < y.Length; i++)
            {
                y[i] = Philox.Uniform(clock.Seed, Stream, clock.Time, (uint)i);
            }

            return [y];
        }

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) => [];

        /// <summary>Uniform numbers from the next stream of the current recording.</summary>
        public static Tensor Uniform(Shape shape) => new Random(shape, Trace.Current.NextStream()).Apply()[0];
    }
}

namespace VkLearn
{
    public static class RandomSyntax
    {
        extension(Tensor)
        {
            /// <summary>Uniform numbers in [0, 1), new in each replay. They have no gradient.</summary>
            public static Tensor Uniform(Shape shape) => Random.Uniform(shape);

            /// <summary>Normal numbers of mean 0 and variance 1, new in each replay (Box and Muller 1958). They have no gradient.</summary>
            public static Tensor Normal(Shape shape)
            {
                Tensor radius = ((1 - Random.Uniform(shape)).Log() * -2f).Sqrt(); // of (0, 1], so that no logarithm is infinite
                return radius * (Random.Uniform(shape) * (2 * MathF.PI)).Sin();
            }
        }
    }
}
