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

    /// <summary>LeCun et al. 1998, eq. 16: uniform within sqrt(3 / fanIn), the same variance 1 / fanIn.</summary>
    public static Initializer LeCunUniform(int fanIn) => new UniformInitializer(MathF.Sqrt(3f / fanIn));

    /// <summary>LeCun et al. 1998, eq. 16: normal within two deviations, of the variance 1 / fanIn after that.</summary>
    public static Initializer LeCunNormal(int fanIn) => new NormalInitializer(
        0, MathF.Sqrt(1f / fanIn) / NormalInitializer.DeviationWithin, IsTruncated: true);

    /// <summary>Normal.</summary>
    public static Initializer Normal(float deviation = 1, float mean = 0) => new NormalInitializer(mean, deviation, IsTruncated: false);

    /// <summary>Normal, what is more than two deviations from the mean drawn again: 0.88 of the deviation is left.</summary>
    public static Initializer TruncatedNormal(float deviation = 1, float mean = 0) =>
        new NormalInitializer(mean, deviation, IsTruncated: true);

    /// <summary>
    /// Saxe et al. 2014: as a matrix [first axis, all others] its rows, or its columns if those are fewer, are at right angles, each of
    /// length gain; evenly drawn among all such.
    /// </summary>
    public static Initializer Orthogonal(float gain = 1) => new OrthogonalInitializer(gain);

    /// <summary>
    /// Xiao et al. 2018, algorithm 1, for convolutions [out, in, ..kernel] of out at least in: zeros but at the kernel's middle, where an
    /// orthogonal matrix times the gain stands, so that a stack of thousands passes signals on unchanged.
    /// </summary>
    public static Initializer DeltaOrthogonal(float gain = 1) => new DeltaOrthogonalInitializer(gain);
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

sealed record NormalInitializer(float Mean, float Deviation, bool IsTruncated) : Initializer
{
    /// <summary>The deviation of what lies within two deviations of a normal distribution of deviation 1.</summary>
    public const float DeviationWithin = 0.87962566f;

    protected override float[] Make(Shape shape, uint seed, uint stream)
    {
        float[] values = new float[shape.Count];
        for (int i = 0; i < values.Length; i++)
        {
            double value = Draw(seed, stream, (uint)i, attempt: 0);
            for (uint attempt = 1; IsTruncated && Math.Abs(value) > 2; attempt++)
            {
                value = Draw(seed, stream, (uint)i, attempt);
            }

            values[i] = (float)(Mean + Deviation * value);
        }

        return values;
    }

    /// <summary>Of mean 0 and deviation 1 (Box and Muller 1958).</summary>
    public static double Draw(uint seed, uint stream, uint index, uint attempt)
    {
        (uint first, uint second, _, _) = Philox.Block(index, 0, attempt, 0, seed, stream);
        return Math.Sqrt(-2 * Math.Log((first + 1.0) / 4294967296)) * Math.Cos(2 * Math.PI * second / 4294967296);
    }
}

sealed record DeltaOrthogonalInitializer(float Gain) : Initializer
{
    protected override float[] Make(Shape shape, uint seed, uint stream)
    {
        if (shape.Rank < 3 || shape[0] < shape[1])
        {
            throw new ArgumentException($"DeltaOrthogonal is for convolutions [out, in, ..kernel] with out at least in, received {shape}.");
        }

        int places = (int)(shape.Count / shape[0] / shape[1]), middle = 0;
        for (int axis = 2; axis < shape.Rank; axis++)
        {
            middle = middle * shape[axis] + (shape[axis] - 1) / 2;
        }

        float[] values = new float[shape.Count], matrix = new OrthogonalInitializer(Gain).Made([shape[0], shape[1]], seed, stream);
        for (int i = 0; i < matrix.Length; i++)
        {
            values[i * places + middle] = matrix[i];
        }

        return values;
    }
}

sealed record OrthogonalInitializer(float Gain) : Initializer
{
    protected override float[] Make(Shape shape, uint seed, uint stream)
    {
        int rows = shape.Rank == 0 ? 1 : shape[0], cols = rows == 0 ? 0 : (int)(shape.Count / rows);
        (int count, int length) = (Math.Min(rows, cols), Math.Max(rows, cols));
        double[][] vectors = [.. Enumerable.Range(0, count).Select(i => Enumerable.Range(0, length)
            .Select(j => NormalInitializer.Draw(seed, stream, (uint)(i * length + j), attempt: 0)).ToArray())];
        for (int i = 0; i < count; i++)
        {
            Straighten(vectors, i);
        }

        float[] values = new float[rows * cols];
        for (int i = 0; i < values.Length; i++)
        {
            (int row, int col) = (i / cols, i % cols);
            values[i] = (float)(Gain * (rows <= cols ? vectors[row][col] : vectors[col][row]));
        }

        return values;
    }

    /// <summary>Takes from a vector what lies along those before it, twice, since the first leaves rounding; then makes its length 1.
    /// </summary>
    static void Straighten(double[][] vectors, int index)
    {
        Span<double> vector = vectors[index];
        for (int before = 0; before < 2 * index; before++)
        {
            ReadOnlySpan<double> other = vectors[before % index];
            double along = Dot(vector, other);
            for (int i = 0; i < vector.Length; i++)
            {
                vector[i] -= along * other[i];
            }
        }

        double length = Math.Sqrt(Dot(vector, vector));
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] /= length;
        }
    }

    static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
