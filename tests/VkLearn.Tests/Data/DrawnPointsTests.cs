using VkLearn.Data;
using Xunit;

namespace VkLearn.Tests.Data;

public sealed class DrawnPointsTests
{
    [Theory, InlineData(PointFigure.Ring, 8), InlineData(PointFigure.Grid, 25), InlineData(PointFigure.Moons, 2),
        InlineData(PointFigure.Spiral, 2)]
    public void PartsAreAsManyAndAsLargeAsTheFigureSays(PointFigure figure, int parts)
    {
        (float[] points, int[] of) = DrawnPoints.Make(figure, 20_000, 0.05f, seed: 3);
        Assert.Equal(parts, DrawnPoints.PartsOf(figure));
        Assert.All(Enumerable.Range(0, parts), part => Assert.InRange(of.Count(one => one == part) * parts / 20_000.0, 0.85, 1.15));
        Assert.All(points, value => Assert.InRange(value, -3, 3));
    }

    [Fact]
    public void PointsAreNormallySpreadAroundTheirPlace()
    {
        (float[] points, int[] of) = DrawnPoints.Make(PointFigure.Ring, 20_000, 0.05f, seed: 3);
        double[] away = [.. Enumerable.Range(0, 20_000).Select(i => points[2 * i] - 2 * Math.Cos(Math.Tau * of[i] / 8))];
        Assert.Equal(0, away.Average(), 0.002);
        Assert.Equal(0.05, Math.Sqrt(away.Average(value => value * value)), 0.002);
    }

    [Fact]
    public void TheSameSeedDrawsTheSame()
    {
        (float[] points, int[] of) = DrawnPoints.Make(PointFigure.Spiral, 100, 0.05f, seed: 3);
        Assert.Equal(points, DrawnPoints.Make(PointFigure.Spiral, 100, 0.05f, seed: 3).Points);
        Assert.Equal(of[..50], DrawnPoints.Make(PointFigure.Spiral, 50, 0.05f, seed: 3).Parts);
        Assert.NotEqual(points, DrawnPoints.Make(PointFigure.Spiral, 100, 0.05f, seed: 4).Points);
    }
}
