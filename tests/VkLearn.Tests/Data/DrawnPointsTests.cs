using System.Numerics;
using VkLearn.Data;
using VkLearn.Formats;
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

    /// <summary>A stroke of two units has twice the points of one of one; a single place those of half a unit.</summary>
    [Fact]
    public void PointsLieAlongStrokesByTheirLength()
    {
        const int count = 14_000;
        Vector2[][] strokes = [[new(0, 0), new(1, 0), new(1, 1)], [new(-1, -1), new(-1, -2)], [new(2, 2)]];
        (float[] points, int[] of) = DrawnPoints.Along(strokes, count, 0, seed: 1);
        Assert.Equal([8000, 4000, 2000], Enumerable.Range(0, 3).Select(stroke => (float)of.Count(one => one == stroke)), new Near(0.05f));
        double[] ways = [.. Enumerable.Range(0, count).Where(i => of[i] == 0).Select(i => WayOf(points[2 * i], points[2 * i + 1]))];
        Assert.Equal(1, ways.Average(), 0.05); // evenly along both its lines, and never beside them
        Assert.All(Enumerable.Range(0, count).Where(i => of[i] == 1), i => Assert.InRange(points[2 * i + 1], -2, -1));
        Assert.All(Enumerable.Range(0, count).Where(i => of[i] == 2), i => Assert.Equal((2f, 2f), (points[2 * i], points[2 * i + 1])));
    }

    static double WayOf(float x, float y) => y == 0 ? x : x == 1 ? 1 + y : double.NaN;

    [Fact]
    public void ASceneMayDrawAFigureOfItsOwn()
    {
        const string start = """{ "type": "DrawnPoints", "figure": "Drawn", "train": 50, "test": 10, "deviation": 0""";
        DataSource source = Read(start + """, "strokes": [{ "places": [0, 0, 2, 0] }, { "places": [1, 1] }] }""");
        Assert.Equal(["1", "2"], source.ClassNames);
        Assert.Contains("a drawn figure needs a stroke",
            Assert.Throws<SettingsException>(() => Read(start + """, "strokes": [] }""")).Message);
        Assert.Contains("a stroke goes through places x, y, x, y ..., received 3 numbers",
            Assert.Throws<SettingsException>(() => Read(start + """, "strokes": [{ "places": [0, 0, 2] }] }""")).Message);
        Assert.Contains("a Ring has no strokes: a Drawn has", Assert.Throws<SettingsException>(() =>
            Read("""{ "type": "DrawnPoints", "strokes": [{ "places": [1, 1] }] }""")).Message);
        static DataSource Read(string json) => DataSource.Read(Settings.Parse("a.json", System.Text.Encoding.UTF8.GetBytes(json)));
    }
}
