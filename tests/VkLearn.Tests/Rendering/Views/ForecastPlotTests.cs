using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Rendering.Views;

[Collection("gpu")]
public sealed class ForecastPlotTests(GpuFixture fixture) : IDisposable
{
    const uint Came = 0xFFFFA84C; // the theme's first curve

    readonly GpuDevice gpu = fixture.Gpu;
    readonly Memory memory = new(fixture.Gpu);

    public void Dispose() => memory.Dispose();

    TensorSource Line(params float[] values) => memory.Tensor([values.Length], values);

    /// <summary>The past ends at 0, what came falls, what is foretold rises within its fan.</summary>
    [Fact]
    public void LinesGoOnFromNowAndTheFanLiesBetweenTheQuantiles()
    {
        ForecastPlot plot = new("plot", Line(-1, -1, -1, -1, 0), Line(0, -1, -1),
            [Line(0, 0.2f, 0.2f), Line(0, 0.5f, 0.5f), Line(0, 1, 1)]);
        using Picture picture = new(gpu, plot);
        picture.Draw();
        picture.Draw(0.3); // by then the ends of the y axis are read
        Rectangle ahead = plot.Ahead;
        Assert.InRange(ahead.X - plot.Plot.X, plot.Plot.Width * 2 / 3 - 3, plot.Plot.Width * 2 / 3 + 3); // four steps of six
        int column = ahead.X + ahead.Width * 3 / 4;
        uint empty = picture.At(column, Row(-0.5));
        Assert.All((int[])[column, plot.Plot.X + plot.Plot.Width / 4],
            at => Assert.Contains(Enumerable.Range(Row(-1) - 2, 5), near => Colors.Distance(picture.At(at, near), Came) < 40));
        Assert.NotEqual(empty, picture.At(column, Row(0.75)));
        Assert.Equal(picture.At(column, Row(0.75)), picture.At(column, Row(0.35)));
        Assert.NotEqual(picture.At(column, Row(0.75)), picture.At(column, Row(0.5)));
        Assert.Equal(empty, picture.At(plot.Plot.X + plot.Plot.Width / 4, Row(0.75)));

        int Row(double value) => plot.Plot.Y + (int)Math.Round((1 - (value + 1.16) / 2.32) * plot.Plot.Height);
    }

    [Fact]
    public void WhatIsNoSeriesIsRefused() => Assert.Contains("needs two steps or more of the past",
        Assert.Throws<ArgumentException>(() => new ForecastPlot("plot", Line(1), Line(1, 2), [Line(1, 2)])).Message);
}
