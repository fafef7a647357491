using VkLearn.Gpu;
using VkLearn.Primitives;

namespace VkLearn.Compile;

/// <summary>A matrix product on numbers, and what must come out by float64: the test that a kernel passes before its time counts.</summary>
sealed class GemmTrial
{
    const double Rounding = 1.0 / (1 << 23); // of a sum of K terms, none negative, at most K times this: Higham 2002, section 3.1, doubled

    readonly GpuDevice gpu;
    readonly GemmWork product;
    readonly float[] a, b;
    readonly double[] expected, sums;

    public GemmTrial(GpuDevice gpu, GemmWork product)
    {
        (this.gpu, this.product) = (gpu, product);
        GemmShape shape = product.Shape;
        System.Random random = new(7);
        a = Numbers((shape.BatchedA ? shape.Batch : 1) * shape.M * shape.K);
        b = Numbers((shape.BatchedB ? shape.Batch : 1) * shape.K * shape.N);
        expected = Product();
        sums = product.ColumnSum ? ColumnSums() : [];

        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle())];
    }

    /// <summary>Records the product by a kernel and runs it once.</summary>
    /// <returns>Null where it is wrong.</returns>
    public GemmEntrant? Enter(string variant)
    {
        Recording recording = Record(variant);
        bool isRight = false;
        try
        {
            recording.Replay();
            isRight = IsRight(recording.Results[0].ToArray(), expected, product.Shape.K)
                && (!product.ColumnSum || IsRight(recording.Results[1].ToArray(), sums, product.Shape.K));
            return isRight ? new GemmEntrant(variant, recording) : null;
        }
        finally
        {
            if (!isRight)
            {
                recording.Dispose();
            }
        }
    }

    Recording Record(string variant)
    {
        Session session = Session.Of(gpu);
        IReadOnlyDictionary<string, string> before = session.Tuned;
        session.Tuned = new Dictionary<string, string> { [product.Key] = variant };
        try
        {
            return gpu.Record(Trace, name: $"{product.Key} by {variant}");
        }
        finally
        {
            session.Tuned = before;
        }
    }

    Tensor[] Trace()
    {
        GemmShape shape = product.Shape;
        Tensor left = Matrix(a, shape.BatchedA, shape.M, shape.K, product.Op.TransposeA, product.PairedA);
        Tensor right = Matrix(b, shape.BatchedB, shape.K, shape.N, product.Op.TransposeB, product.PairedB);
        Tensor result = product.Op.Apply(left, right)[0];
        return product.ColumnSum ? [result, right.Sum(right.Shape.Rank - 2)] : [result];
    }

    Tensor Matrix(float[] values, bool isBatched, int rows, int cols, bool isTransposed, bool isPaired)
    {
        Shape matrix = isTransposed ? [cols, rows] : [rows, cols];
        Shape whole = isBatched ? [product.Shape.Batch, .. matrix] : matrix;
        return isPaired ? Tensor.From(values, whole)
            : Tensor.From([0, .. values], [values.Length + 1]).Slice(0, 1, values.Length).Reshape(whole); // at an odd multiple of 4 bytes
    }

    double[] Product()
    {
        GemmShape shape = product.Shape;
        double[] c = new double[shape.Batch * shape.M * shape.N];
        Parallel.For(0, shape.Batch * shape.M, row =>
        {
            Span<double> sums = c.AsSpan(row * shape.N, shape.N);
            int inBatch = row % shape.M;
            ReadOnlySpan<float> left = OfBatch(a, row / shape.M, shape.BatchedA), right = OfBatch(b, row / shape.M, shape.BatchedB);
            for (int k = 0; k < shape.K; k++)
            {
                double factor = left[product.Op.TransposeA ? k * shape.M + inBatch : inBatch * shape.K + k];
                for (int col = 0; col < sums.Length; col++)
                {
                    sums[col] += factor * right[product.Op.TransposeB ? col * shape.K + k : k * shape.N + col];
                }
            }
        });
        return c;
    }

    double[] ColumnSums()
    {
        GemmShape shape = product.Shape;
        int batches = b.Length / (shape.K * shape.N);
        double[] sums = new double[batches * shape.N];
        for (int i = 0; i < sums.Length; i++)
        {
            for (int k = 0; k < shape.K; k++)
            {
                sums[i] += b[(i / shape.N * shape.K + k) * shape.N + i % shape.N];
            }
        }

        return sums;
    }

    ReadOnlySpan<float> OfBatch(float[] values, int batch, bool isBatched)
    {
        int size = isBatched ? values.Length / product.Shape.Batch : values.Length;
        return values.AsSpan(isBatched ? batch * size : 0, size);
    }

    /// <param name="terms">How many numbers, none negative, were added up for each value.</param>
    internal static bool IsRight(float[] values, double[] expected, int terms)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(values[i] - expected[i]) <= terms * Rounding * expected[i])) // also where it is NaN
            {
                return false;
            }
        }

        return true;
    }
}
