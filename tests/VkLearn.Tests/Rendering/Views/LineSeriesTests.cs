using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Rendering.Views;

public sealed class LineSeriesTests
{
    [Fact]
    public void KeepsTheWholeHistoryAsMeans()
    {
        LineSeries series = new("y", capacity: 8);
        for (int i = 0; i < 1000; i++)
        {
            series.Add(i, 3 * i + 1);
            Assert.InRange(series.X.Length, 1, 8);
            Assert.All(Enumerable.Range(0, series.X.Length), k => Assert.Equal(3 * series.X[k] + 1, series.Y[k], 1e-9));
        }
        Assert.InRange(series.X[0], 0, 128);
        Assert.InRange(series.X[^1], 900, 999);
        Assert.Equal((999, 2998), series.Last);
        Assert.Equal(series.X.ToArray().Order(), series.X.ToArray());
        series.Clear();
        Assert.Equal(0, series.X.Length);
    }

    [Theory, InlineData(0), InlineData(37), InlineData(38.5), InlineData(95), InlineData(200)]
    public void WhatLiesBeyondAPointIsTakenOff(double x)
    {
        LineSeries series = new("y", capacity: 8);
        for (int i = 0; i < 101; i++)
        {
            series.Add(i, 3 * i);
        }
        double[] before = series.X.ToArray();
        LineSeries rest = series.TakeFrom(x, "rest");

        Assert.Equal(before.Where(at => at <= x), series.X.ToArray());
        Assert.All(rest.X[(rest.X.Length > 0 && rest.X[0] <= x ? 1 : 0)..].ToArray(), at => Assert.True(at > x));
        Assert.Equal(before[^1], rest.X[^1]);
        Assert.Equal(("rest", true), (rest.Name, rest.IsEarlier));
        series.Add(Math.Max(x, 101), 1);
        Assert.Equal((Math.Max(x, 101), 1), series.Last);
    }

    [Fact]
    public void RefusesPointsThatGoBackAndOddCapacities()
    {
        LineSeries series = new("loss");
        series.Add(5, 1);
        Assert.Equal("LineSeries \"loss\": x must not fall, received 4 after 5.",
            Assert.Throws<ArgumentException>(() => series.Add(4, 1)).Message);
        Assert.Equal("LineSeries \"loss\": capacity must be even and at least 2, received 7.",
            Assert.Throws<ArgumentException>(() => new LineSeries("loss", 7)).Message);
    }
}
