using VkLearn.Data;
using Xunit;

namespace VkLearn.Tests.Data;

[Collection("gpu")]
public sealed class DrawnSeriesTests(GpuFixture fixture)
{
    const double Fading = 0.8, Deviation = 0.6;

    /// <summary>Noise h steps ahead has what came to it since: 0.6^2 (1 - 0.8^2h) / (1 - 0.8^2).</summary>
    [Fact]
    public void TheTestSaysHowWellItCanBeForetold()
    {
        const int ahead = 24;
        Splits splits = new DrawnSeriesSource(60_000, 2, 1, new SeriesWindows(48, ahead, 0.5, 0.5)).Load(fixture.Gpu);
        Meaning.Quantity meaning = (Meaning.Quantity)splits.Test.Fields[0].Meaning;
        double noise = Enumerable.Range(1, ahead).Average(step => Deviation * Deviation * (1 - Math.Pow(Fading, 2 * step)))
            / (1 - Fading * Fading);
        double expected = noise * meaning.Features.Average(column => column.Scale * column.Scale);
        Assert.InRange(meaning.BestError!.Value, 0.95 * expected, 1.05 * expected);
    }

    [Fact]
    public void TheSameSeedDrawsTheSame()
    {
        float[] Draw(int seed) => new DrawnSeriesSource(400, 2, seed, new SeriesWindows(48, 24)).Load(fixture.Gpu).Train.Read("past");
        Assert.Equal(Draw(1), Draw(1));
        Assert.NotEqual(Draw(1), Draw(2));
    }
}
