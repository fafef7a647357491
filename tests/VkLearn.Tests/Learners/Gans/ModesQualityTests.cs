using VkLearn.Data;
using VkLearn.Learners;
using Xunit;

namespace VkLearn.Tests.Learners.Gans;

public sealed class ModesQualityTests(GpuFixture fixture) : OpTests(fixture)
{
    const float Deviation = 0.05f;

    /// <summary>Of fresh real points the share within three deviations of a plane's normal is 1 - exp(-4.5) = 0.989.</summary>
    [Theory, InlineData(PointFigure.Ring, 8), InlineData(PointFigure.Grid, 25)]
    public void RealPointsAreAtAllPlaces(PointFigure figure, int places)
    {
        float[] judged = Judge(figure, DrawnPoints.Make(figure, 4000, Deviation, seed: 2).Points);
        Assert.Equal(places, judged[0]);
        Assert.InRange(judged[1], 0.98, 0.996);
    }

    [Fact]
    public void WhatIsBetweenPlacesIsAtNone()
    {
        float[] middle = [.. DrawnPoints.Make(PointFigure.Ring, 4000, Deviation, seed: 2).Points.Select(value => value * 0.8f)];
        Assert.Equal([0f, 0f], Judge(PointFigure.Ring, middle), new Near(0.01f));
    }

    /// <summary>A place that only few samples are at counts as missed.</summary>
    [Theory, InlineData(100, 1), InlineData(600, 2)]
    public void APlaceIsHitByATenthOfItsShare(int ofSecond, int hit)
    {
        float[] points = [.. Enumerable.Range(0, 8000).SelectMany(i => i < ofSecond ? [0f, 2] : new[] { 2f, 0 })];
        float[] judged = Judge(PointFigure.Ring, points);
        Assert.Equal(hit, judged[0]);
        Assert.Equal(1f, judged[1]);
    }

    float[] Judge(PointFigure figure, float[] samples)
    {
        (float[] points, int[] parts) = DrawnPoints.Make(figure, 5000, Deviation, seed: 1);
        using Recording recording = Gpu.Record(() => ModesQuality.Judge(Tensor.From(samples, [samples.Length / 2, 2]),
            Tensor.From(points, [5000, 2]), Tensor.From(parts, [5000]).OneHot(DrawnPoints.PartsOf(figure))));
        recording.Replay();
        return [.. recording.Results.Select(result => result.ToArray()[0])];
    }
}
