using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Primitives;

namespace VkLearn.Models;

/// <summary>
/// The greatest singular values and right vectors of a data set's items less their mean (Halko, Martinsson and Tropp 2011, algorithm 4.4):
/// random directions are multiplied by the covariance a few times, a pass over the items each, and made orthonormal in between; in the
/// space of what is left the decomposition is small. The items stay where they lie: a pass takes them by batches.
/// </summary>
sealed class RandomizedSvd : IDisposable
{
    const int More = 10; // directions beyond those asked for: the paper's oversampling
    const int Batch = 500;
    const float LeastLeft = 1e-5f; // of a row's length, when those before are taken off; less is rounding

    readonly Dataset items;
    readonly State sum, squares, basis, product, gram;
    readonly Recording mean, multiply, straighten, reduce;
    readonly int powers, components, passes;

    /// <param name="powers">Passes beyond the first, each of which makes what matters less smaller yet.</param>
    /// <exception cref="ArgumentException">Items have another number of values, or there are fewer than two.</exception>
    public RandomizedSvd(GpuDevice gpu, Dataset items, int features, int components, int powers)
    {
        if (items.Count < 2 || items.Shape.Count != features)
        {
            throw new ArgumentException(
                $"Pca: {items.Count} items of {items.Shape} are to have {features} values each, and to be two or more.", nameof(items));
        }

        (this.items, this.components, this.powers) = (items.Take(isTraining: false), components, powers);
        int rows = Math.Min(features, components + More), batch = Math.Min(Batch, items.Count);
        passes = (items.Count + batch - 1) / batch;
        (sum, squares) = (new("pca:sum", [features]), new("pca:squares", [features]));
        (basis, product, gram) = (new("pca:basis", [rows, features]), new("pca:product", [rows, features]), new("pca:gram", [rows, rows]));
        float[] random = [.. Enumerable.Range(0, rows * features).Select(i => (float)NormalInitializer.Draw(0, 0, (uint)i, attempt: 0))];
        float perItem = 1f / items.Count;

        mean = gpu.Record(() =>
        {
            (Tensor values, Tensor mask) = Next();
            sum.Assign(sum + (values * mask).Sum(0) * perItem);
            basis.Assign(Tensor.From(random, [rows, features]));
        }, training: false, name: "pca: mean");
        multiply = gpu.Record(() =>
        {
            Tensor centred = Centred();
            product.Assign(product + centred.MatMul(basis.Value.Transpose()).Transpose().MatMul(centred) * perItem);
        }, training: false, name: "pca: multiply");
        straighten = gpu.Record(() =>
        {
            basis.Assign(Orthonormal(product));
            product.Assign(Tensor.Zeros(product.Shape));
        }, training: false, name: "pca: straighten");
        reduce = gpu.Record(() =>
        {
            Tensor centred = Centred(), reduced = centred.MatMul(basis.Value.Transpose());
            gram.Assign(gram + reduced.Transpose().MatMul(reduced) * perItem);
            squares.Assign(squares + centred.Square().Sum(0) * perItem);
        }, training: false, name: "pca: reduce");

        (Tensor, Tensor) Next()
        {
            Batch next = this.items.NextBatch(batch);
            return (next.Input.Reshape([batch, features]), next.Mask.Reshape([batch, 1]));
        }

        Tensor Centred()
        {
            (Tensor values, Tensor mask) = Next();
            return (values - sum) * mask;
        }
    }

    /// <summary>[features].</summary>
    public float[] Mean { get; private set; } = [];

    /// <summary>[components, features].</summary>
    public float[] Directions { get; private set; } = [];

    /// <summary>[components].</summary>
    public float[] Variances { get; private set; } = [];

    /// <summary>Of all directions together.</summary>
    public float TotalVariance { get; private set; }

    public void Run()
    {
        mean.Replay(passes);
        for (int power = 0; power <= powers; power++)
        {
            multiply.Replay(passes);
            straighten.Replay();
        }

        reduce.Replay(passes);
        (double[] values, double[][] vectors) = SymmetricEigen.Of([.. gram.ToArray().Select(value => (double)value)]);
        float[] rows = basis.ToArray();
        double unbiased = items.Count / (items.Count - 1.0);
        Mean = sum.ToArray();
        Variances = [.. values.Take(components).Select(value => (float)(Math.Max(0, value) * unbiased))];
        TotalVariance = (float)(squares.ToArray().Sum(value => (double)value) * unbiased);
        Directions = [.. vectors.Take(components).SelectMany(vector => Direction(vector, rows))];
    }

    public void Dispose()
    {
        Array.ForEach([mean, multiply, straighten, reduce], recording => recording.Dispose());
        Array.ForEach([sum, squares, basis, product, gram], state => state.Dispose());
        items.GiveBack(isTraining: false);
    }

    /// <summary>Rows at right angles to each other, of length 1, by Gram and Schmidt, twice, since once leaves rounding; a row that depends
    /// on those before becomes zeros.</summary>
    static Tensor Orthonormal(Tensor rows)
    {
        List<Tensor> done = [];
        for (int i = 0; i < rows.Shape[0]; i++)
        {
            Tensor row = rows.Slice(0, i, 1), least = Length(row) * LeastLeft;
            for (int time = 0; i > 0 && time < 2; time++)
            {
                Tensor before = Concat.Of(0, [.. done]);
                row -= row.MatMul(before.Transpose()).MatMul(before);
            }

            Tensor length = Length(row);
            done.Add(Where.Select(least < length, row / length, 0f));
        }

        return Concat.Of(0, [.. done]);

        static Tensor Length(Tensor row) => row.Square().Sum(1, keepAxis: true).Sqrt();
    }

    static IEnumerable<float> Direction(double[] vector, float[] rows)
    {
        int features = rows.Length / vector.Length;
        double[] sums = new double[features];
        for (int i = 0; i < rows.Length; i++)
        {
            sums[i % features] += vector[i / features] * rows[i];
        }

        double sign = Math.Sign(sums.MaxBy(Math.Abs));
        return sums.Select(value => (float)(value * sign));
    }
}
