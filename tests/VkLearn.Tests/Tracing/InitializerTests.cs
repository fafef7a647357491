using VkLearn.Layers;
using Xunit;

namespace VkLearn.Tests.Tracing;

/// <summary>How parameters begin, by the moments of many draws.</summary>
public sealed class InitializerTests
{
    const int Count = 40_000;

    static float[] Draw(Initializer initializer, Shape shape, uint stream = 3) => initializer.Made(shape, seed: 7, stream);

    /// <param name="tails">Of values beyond this many deviations the share.</param>
    static void Moments(Initializer initializer, double mean, double variance, double largest, double beyond = 0, double tails = 0)
    {
        float[] values = Draw(initializer, [Count]);
        double deviation = Math.Sqrt(variance), average = values.Average();
        Assert.InRange(average, mean - 4 * deviation / 200, mean + 4 * deviation / 200); // four deviations of a mean of 40,000
        Assert.InRange(values.Average(x => (x - average) * (x - average)) / variance, 0.96, 1.04);
        Assert.InRange(values.Max(x => Math.Abs(x - mean)), 0, largest);
        Assert.InRange(values.Count(x => Math.Abs(x - mean) > beyond * deviation) / (double)Count, tails * 0.85, tails * 1.15 + 1e-9);
        Assert.Equal(values, Draw(initializer, [Count]));
        Assert.NotEqual(values, Draw(initializer, [Count], stream: 4));
    }

    [Fact]
    public void NormalHasItsMomentsAndTails() =>
        Moments(Initializer.Normal(0.5f, mean: 2), 2, 0.25, largest: 3.5, beyond: 2, tails: 0.0455);

    [Fact]
    public void TruncatedNormalEndsAtTwoDeviations() =>
        Moments(Initializer.TruncatedNormal(0.5f), 0, 0.25 * 0.87962566 * 0.87962566, largest: 1, beyond: 2 / 0.87962566, tails: 0);

    [Fact]
    public void LeCunHasTheVarianceOfOneOverTheInputs()
    {
        Moments(Initializer.LeCunNormal(64), 0, 1.0 / 64, largest: 2 / 8.0 / 0.8796, beyond: 2 / 0.8796, tails: 0);
        Moments(Initializer.LeCunUniform(64), 0, 1.0 / 64, largest: Math.Sqrt(3.0 / 64), beyond: Math.Sqrt(3), tails: 0);
    }

    [Theory, InlineData(20, 20), InlineData(7, 30), InlineData(30, 7), InlineData(1, 5), InlineData(5, 1)]
    public void OrthogonalRowsOrColumnsAreAtRightAngles(int rows, int cols)
    {
        float[] w = Draw(Initializer.Orthogonal(gain: 2), [rows, cols]);
        bool byRows = rows <= cols;
        float At(int vector, int i) => byRows ? w[vector * cols + i] : w[i * cols + vector];
        for (int a = 0; a < Math.Min(rows, cols); a++)
        {
            for (int b = 0; b <= a; b++)
            {
                Assert.Equal(a == b ? 4 : 0, Enumerable.Range(0, Math.Max(rows, cols)).Sum(i => (double)At(a, i) * At(b, i)), 1e-6);
            }
        }
    }

    /// <summary>A convolution's filters are the rows: [out, in x height x width].</summary>
    [Fact]
    public void OrthogonalTakesAFilterAsARow() =>
        Assert.Equal(Draw(Initializer.Orthogonal(), [4, 3 * 3 * 3]), Draw(Initializer.Orthogonal(), [4, 3, 3, 3]));

    /// <summary>Xiao et al. 2018: W W transposed is 1 in the middle of the kernel, and there is nothing elsewhere.</summary>
    [Theory, InlineData(8, 8, 3), InlineData(12, 5, 5), InlineData(4, 4, 1)]
    public void DeltaOrthogonalIsOrthogonalInTheMiddle(int outChannels, int inChannels, int size)
    {
        float[] w = Draw(Initializer.DeltaOrthogonal(gain: 2), [outChannels, inChannels, size, size]);
        int area = size * size, middle = area / 2;
        Assert.All(w.Where((_, i) => i % area != middle), value => Assert.Equal(0, value));
        for (int a = 0; a < inChannels; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                double sum = Enumerable.Range(0, outChannels)
                    .Sum(o => (double)w[(o * inChannels + a) * area + middle] * w[(o * inChannels + b) * area + middle]);
                Assert.Equal(a == b ? 4 : 0, sum, 1e-6);
            }
        }
    }

    [Fact]
    public void DeltaOrthogonalWantsAsManyFiltersAsChannels() => Assert.Contains("out at least in, received [3, 4, 3, 3]",
        Assert.Throws<ArgumentException>(() => Draw(Initializer.DeltaOrthogonal(), [3, 4, 3, 3])).Message);

    [Fact]
    public void NoElementsAreNone() => Assert.All(
        (Initializer[])[Initializer.Normal(), Initializer.TruncatedNormal(), Initializer.Orthogonal()],
        initializer => Assert.Empty(Draw(initializer, [0, 3])));

    [Fact]
    public void ALayerTakesOne() => Assert.Equal("weight [3, 2]", new Dense(3, 2, weight: Initializer.Orthogonal()).Weight.ToString());
}
