using VkLearn.Primitives;

namespace VkLearn;

/// <summary>
/// How a parameter begins. The same seed and name give the same values; of several parameters of one name each gets its own, by the order
/// in which they get memory on a device.
/// </summary>
public abstract record Initializer
{
    /// <summary>The values for a shape, row-major.</summary>
    /// <param name="seed">The run's seed, the same for all parameters.</param>
    /// <param name="stream">Tells parameters apart: of the name from the root of the tree, and of how many had it before.</param>
    protected abstract float[] Make(Shape shape, uint seed, uint stream);

    internal float[] Made(Shape shape, uint seed, uint stream) => Make(shape, seed, stream);

    public static Initializer Zeros { get; } = new ConstantInitializer(0);
    public static Initializer Ones { get; } = new ConstantInitializer(1);

    /// <summary>All elements the same.</summary>
    public static Initializer Constant(float value) => new ConstantInitializer(value);

    /// <summary>Uniform in [-limit, limit).</summary>
    public static Initializer Uniform(float limit) => new UniformInitializer(limit);

    /// <summary>Glorot and Bengio 2010, eq. 16: uniform within sqrt(6 / (fanIn + fanOut)).</summary>
    public static Initializer Glorot(int fanIn, int fanOut) => new UniformInitializer(MathF.Sqrt(6f / (fanIn + fanOut)));

    /// <summary>He et al. 2015, eq. 10, for ReLU: uniform within sqrt(6 / fanIn), the same variance 2 / fanIn.</summary>
    public static Initializer He(int fanIn) => new UniformInitializer(MathF.Sqrt(6f / fanIn));
}

sealed record ConstantInitializer(float Value) : Initializer
{
    protected override float[] Make(Shape shape, uint seed, uint stream)
    {
        float[] values = new float[shape.Count];
        Array.Fill(values, Value);
        return values;
    }
}

sealed record UniformInitializer(float Limit) : Initializer
{
    protected override float[] Make(Shape shape, uint seed, uint stream)
    {
        float[] values = new float[shape.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (2 * Philox.Uniform(seed, stream, clock: 0, (uint)i) - 1) * Limit;
        }

        return values;
    }
}
