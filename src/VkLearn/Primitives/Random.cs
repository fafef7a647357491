namespace VkLearn.Primitives;

/// <summary>
/// Uniform numbers in [0, 1), 24 bits each, by Philox 4x32-10 of (seed, RNG clock, stream, index): the same on every device, and new in
/// every replay. The stream tells the random tensors of a recording apart.
/// </summary>
public sealed record Random(Shape Shape, uint Stream) : Op
{
    internal override uint Opcode(DType type) => Primitives.Opcode.Random;

    protected internal override TensorType[] Infer(TensorType[] inputs) => [new(Shape, DType.Float32)];

    protected internal override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock)
    {
        double[] y = new double[Shape.Count];
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = Philox.Uniform(clock.Seed, Stream, clock.Time, (uint)i);
        }

        return [y];
    }

    protected internal override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) => [];

    /// <summary>Uniform numbers from the next stream of the current recording.</summary>
    public static Tensor Uniform(Shape shape) => new Random(shape, Trace.Current.NextStream()).Apply()[0];
}
