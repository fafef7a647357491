using System.Numerics;
using VkLearn.Data;
using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Data;

[Collection("gpu")]
public sealed class DrawnPointsTests(GpuFixture fixture)
{
    [Theory, InlineData(PointFigure.Ring, 8), InlineData(PointFigure.Grid, 25), InlineData(PointFigure.Moons, 2),
        InlineData(PointFigure.Spiral, 2), InlineData(PointFigure.Circles, 2), InlineData(PointFigure.Xor, 2),
        InlineData(PointFigure.Blobs, 2)]
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

    /// <summary>What each part is of, without spread: within a circle or beyond it, where x times y is above 0 or below, on which side of
    /// a diagonal.</summary>
    [Theory, InlineData(PointFigure.Circles), InlineData(PointFigure.Xor), InlineData(PointFigure.Blobs)]
    public void PartsThatAreAreasDoNotMeet(PointFigure figure)
    {
        (float[] points, int[] of) = DrawnPoints.Make(figure, 2000, 0, seed: 3);
        Assert.All(Enumerable.Range(0, 2000), i =>
        {
            (float x, float y) = (points[2 * i], points[2 * i + 1]);
            bool isFirst = figure switch
            {
                PointFigure.Circles => x * x + y * y < 1.25 * 1.25,
                PointFigure.Xor => x * y > 0,
                _ => x + y > 0,
            };
            Assert.Equal(of[i] == 0, isFirst);
        });
        Assert.True(points.Distinct().Count() > 3900);
    }

    [Fact]
    public void PointsMayBeAddedToThoseToLearnFrom()
    {
        const string start = """{ "type": "DrawnPoints", "figure": "Xor", "train": 5, "test": 3, "added": """;
        Splits data = Read(start + "[0.5, 1, 0, -1, 2, 1] }").Load(fixture.Gpu);
        Assert.Equal((7, 3), (data.Train.Count, data.Test.Count));
        Assert.Equal([0.5f, 1, -1, 2], data.Train.Read("point")[10..]);
        Assert.Equal([0f, 1], data.Train.Read("label")[5..]);
        Assert.Contains("added points are x, y and a class or target each, received 4 numbers.",
            Assert.Throws<SettingsException>(() => Read(start + "[1, 2, 3, 4] }")).Message);
        Assert.Contains("an added point's class is a whole number from 0 to 1, received 2.",
            Assert.Throws<SettingsException>(() => Read(start + "[1, 2, 2] }").Load(fixture.Gpu)).Message);
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
    }

    static DataSource Read(string json) => DataSource.Read(Settings.Parse("a.json", System.Text.Encoding.UTF8.GetBytes(json)));
}
