using VkLearn.Data;
using VkLearn.Models;
using Xunit;

namespace VkLearn.Tests.Models;

public sealed class PcaTests(GpuFixture fixture) : OpTests(fixture)
{
    const int Items = 1100, Features = 24; // more than two batches of a pass

    /// <summary>Against the eigenvalues and vectors of the covariance in float64.</summary>
    [Theory, InlineData(5), InlineData(20), InlineData(22)]
    public void FindsWhatTheExactDecompositionHas(int components)
    {
        float[] items = Sample(rank: Features);
        (double[] mean, double[] values, double[][] vectors) = Exact(items);
        Pca pca = Fitted(items, components);

        AssertClose(mean, pca.Mean.ToArray(), 1e-5);
        AssertClose(values[..components], pca.ExplainedVariance, 1e-4);
        AssertClose([.. values[..components].Select(value => value / values.Sum())], pca.ExplainedVarianceRatio, 1e-4);
        float[] directions = pca.Components.ToArray();
        for (int i = 0; i < components; i++)
        {
            float[] direction = directions[(i * Features)..((i + 1) * Features)];
            Assert.True(direction.MaxBy(Math.Abs) > 0);
            Assert.Equal(1, Math.Abs(direction.Zip(vectors[i], (a, b) => a * b).Sum()), 1e-4);
        }
    }

    /// <summary>What is left out is what the items lose.</summary>
    [Fact]
    public void ItsErrorIsTheVarianceThatIsLeftOut()
    {
        float[] items = Sample(rank: Features);
        Pca pca = Fitted(items, 5);
        double[] values = Exact(items).Values;
        using Recording recording = Gpu.Record(() =>
        {
            Tensor rows = Tensor.From(items, [Items, Features]), code = pca.Forward(rows);
            return [(pca.InverseTransform(code) - rows).Square().Sum(1).Mean(), code.Square().Mean(0)];
        }, training: false);
        recording.Replay();
        const double biased = (Items - 1.0) / Items;
        AssertClose([values[5..].Sum() * biased], recording.Results[0].ToArray(), 1e-3);
        AssertClose([.. values[..5].Select(value => value * biased)], recording.Results[1].ToArray(), 1e-3);
    }

    /// <summary>Items that lie in fewer directions than are asked for: the others hold nothing.</summary>
    [Fact]
    public void ThereMayBeLessThanIsAskedFor()
    {
        Pca pca = Fitted(Sample(rank: 3), 6);
        Assert.All(pca.ExplainedVarianceRatio[3..], share => Assert.InRange(share, 0, 1e-6));
        Assert.Equal(1, pca.ExplainedVarianceRatio.Sum(), 1e-5);
        Assert.All(pca.Components.ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void TheSameItemsGiveTheSameBits()
    {
        float[] items = Sample(rank: Features);
        Assert.Equal(Fitted(items, 5).Components.ToArray(), Fitted(items, 5).Components.ToArray());
    }

    [Fact]
    public void OtherItemsAreRefused()
    {
        using Dataset data = Data(Sample(rank: 2));
        Assert.Contains("1100 items of [24] are to have 7 values each",
            Assert.Throws<ArgumentException>(() => new Pca(7, 2).Fit(Gpu, data)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Pca(7, 8));
    }

    Pca Fitted(float[] items, int components)
    {
        using Dataset data = Data(items);
        Pca pca = new(Features, components);
        pca.Fit(Gpu, data);
        return pca;
    }

    static Dataset Data(float[] items) => Dataset.Of("items",
        new Column("item", items, [Features], new Meaning.Quantity()));

    /// <summary>Normal items around a mean, of less variance in each direction than in the one before.</summary>
    static float[] Sample(int rank)
    {
        Random random = new(1);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        double[][] directions = [.. Enumerable.Range(0, rank).Select(i =>
            Enumerable.Range(0, Features).Select(_ => Normal() * Math.Pow(0.8, i)).ToArray())];
        return [.. Enumerable.Range(0, Items).SelectMany(_ =>
        {
            double[] along = [.. directions.Select(_ => Normal())];
            return Enumerable.Range(0, Features).Select(f => (float)(f * 0.1 + along.Select((a, i) => a * directions[i][f]).Sum()));
        })];
    }

    /// <summary>By powers of the covariance, one direction after the other taken off, which is not how the device goes about it.</summary>
    static (double[] Mean, double[] Values, double[][] Vectors) Exact(float[] items)
    {
        double[] mean = new double[Features];
        double[,] covariance = new double[Features, Features];
        for (int i = 0; i < items.Length; i++)
        {
            mean[i % Features] += items[i] / (double)Items;
        }

        for (int row = 0; row < Items; row++)
        {
            for (int at = 0; at < Features * Features; at++)
            {
                (int a, int b) = (at / Features, at % Features);
                covariance[a, b] += (items[row * Features + a] - mean[a]) * (items[row * Features + b] - mean[b]) / (Items - 1);
            }
        }

        (double, double[])[] pairs = [.. Enumerable.Range(0, Features).Select(_ => Greatest(covariance))];
        return (mean, [.. pairs.Select(pair => pair.Item1)], [.. pairs.Select(pair => pair.Item2)]);
    }

    static (double Value, double[] Vector) Greatest(double[,] matrix)
    {
        double[] vector = [.. Enumerable.Range(0, Features).Select(i => Math.Cos(i * i + 1.0))];
        double value = 0;
        for (int step = 0; step < 3000; step++)
        {
            double[] next = [.. Enumerable.Range(0, Features).Select(i => vector.Select((v, j) => v * matrix[i, j]).Sum())];
            value = Math.Sqrt(next.Sum(v => v * v));
            vector = [.. next.Select(v => v / value)];
        }

        for (int at = 0; at < Features * Features; at++)
        {
            matrix[at / Features, at % Features] -= value * vector[at / Features] * vector[at % Features];
        }

        return (value, vector);
    }
}
