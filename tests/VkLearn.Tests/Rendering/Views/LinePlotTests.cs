using SkiaSharp;
using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Rendering.Views;

[Collection("gpu")]
public sealed class LinePlotTests(GpuFixture fixture) : IDisposable
{
    const uint First = 0xFFFFA84C; // the theme's first curve

    readonly GpuDevice gpu = fixture.Gpu;
    readonly Memory memory = new(fixture.Gpu);

    public void Dispose() => memory.Dispose();

    [Theory, InlineData(false), InlineData(true)]
    public void PassesThroughItsPoints(bool isLogarithmic)
    {
        double[] ys = [3, 1, 4, 1.5, 9, 2.6, 5.3, 5.8, 0.2, 7];
        LineSeries series = new("y");
        LinePlot plot = new("plot", series) { Smoothing = 0, IsLogarithmic = isLogarithmic };
        for (int i = 0; i < ys.Length; i++)
        {
            series.Add(10 * i, ys[i]);
        }
        using Picture picture = new(gpu, plot);
        picture.Draw();
        (Axis x, Axis y) = plot.Axes;
        Assert.Equal((0, 90, isLogarithmic), (x.Low, x.High, y.IsLogarithmic));
        for (int i = 0; i < ys.Length; i++)
        {
            int column = plot.Plot.X + (int)Math.Round(x.ShareOf(10 * i) * (plot.Plot.Width - 1));
            double row = plot.Plot.Y + (1 - y.ShareOf(ys[i])) * plot.Plot.Height;
            Assert.Contains(Enumerable.Range((int)row - 2, 5), near => Colors.Distance(picture.At(column, near), First) < 40);
        }
    }

    [Fact]
    public void ATensorIsDrawnAsItsPointsWouldBe()
    {
        float[] values = [.. Enumerable.Range(0, 37).Select(static i => MathF.Sin(i * 0.4f) * i)];
        LineSeries added = new("y");
        for (int i = 0; i < values.Length; i++)
        {
            added.Add(i, values[i]);
        }
        uint[] ofPoints = Draw(new LinePlot("plot", added) { Smoothing = 0 });
        uint[] ofTensor = Draw(new LinePlot("plot", new LineSeries("y", memory.Tensor([37], values))) { Smoothing = 0 });
        int different = ofPoints.Zip(ofTensor).Count(static pair => Colors.Distance(pair.First, pair.Second) > 40);
        Assert.InRange(different, 0, ofPoints.Length / 200);
    }

    /// <summary>Its elements lie evenly between the ends of the axis, and a mark stands where it is said to.</summary>
    [Fact]
    public void ATensorMayLieBetweenGivenEndsAndHaveMarks()
    {
        float[] values = [0, 0.5f, 0.6f, 0.9f, 1];
        LinePlot plot = new("plot", new LineSeries("y", memory.Tensor([5], values)))
        {
            XRange = (2, 4), YRange = (0, 2), Smoothing = 0, Marks = [(0, 3, 1.5)],
        };
        using Picture picture = new(gpu, plot);
        picture.Draw();
        Assert.Equal((2, 4), (plot.Axes.X.Low, plot.Axes.X.High));
        for (int i = 1; i < 4; i++)
        {
            int column = plot.Plot.X + (int)Math.Round(i / 4.0 * (plot.Plot.Width - 1));
            double row = plot.Plot.Y + (1 - values[i] / 2) * plot.Plot.Height;
            Assert.Contains(Enumerable.Range((int)row - 2, 5), near => Colors.Distance(picture.At(column, near), First) < 90);
        }

        int x = plot.Plot.X + (int)Math.Round(0.5 * (plot.Plot.Width - 1));
        int y = plot.Plot.Y + (int)Math.Round(0.25 * (plot.Plot.Height - 1));
        Assert.InRange(Colors.Distance(picture.At(x, y), First), 0, 4);
        Assert.InRange(Colors.Distance(picture.At(x, y + 20), First), 60, 1000);
    }

    [Fact]
    public void SmoothingIsTheMeanOfTheLastPoints()
    {
        LineSeries series = new("y");
        LinePlot plot = new("plot", series) { Smoothing = 0.05f };
        for (int i = 0; i < 1000; i++)
        {
            series.Add(i, i % 2 == 0 ? 2 : 4);
        }
        using Picture picture = new(gpu, plot);
        picture.Draw();
        Assert.InRange(double.Parse(plot.Legend[0].Value, System.Globalization.CultureInfo.InvariantCulture), 2.9, 3.1);
        Assert.Contains("y 3.0", plot.TextAt(plot.Plot.X + plot.Plot.Width / 2, plot.Plot.Y + 9));
    }

    /// <summary>Of an axis from 0 to 1 a place is not told as 0 or 1.</summary>
    [Fact]
    public void APlaceOnAGivenAxisIsNotRounded()
    {
        LineSeries series = new("y");
        series.Add(0, 0);
        series.Add(1, 1);
        LinePlot plot = new("plot", series) { Smoothing = 0, XRange = (0, 1), YRange = (0, 1), XUnit = "share" };
        using Picture picture = new(gpu, plot);
        picture.Draw();
        Assert.StartsWith("share 0.2", plot.TextAt(plot.Plot.X + plot.Plot.Width / 4, plot.Plot.Y + 9));
    }

    /// <summary>A hair before the border between two columns, where rounding puts it in the next: the greatest number below one half.
    /// </summary>
    [Fact]
    public void APointMayLieOnABorderBetweenColumns()
    {
        foreach (int width in Enumerable.Range(300, 8))
        {
            LineSeries series = new("y");
            LinePlot plot = new("plot", series) { Smoothing = 0, XRange = (0, 1) };
            using Picture picture = new(gpu, plot, width);
            picture.Draw();
            series.Add(0, 0);
            series.Add(Math.BitDecrement(0.5) / (plot.Plot.Width - 1), 1);
            series.Add(1, 1);
            picture.Draw(seconds: 1);
            Assert.NotEqual("", plot.Legend[0].Value);
        }
    }

    [Fact]
    public void AGapIsLeftWhereThereIsNoNumber()
    {
        LineSeries series = new("y");
        LinePlot plot = new("plot", series) { Smoothing = 0 };
        foreach ((double x, double y) in ((double, double)[])[(0, 1), (1, 1), (2, double.NaN), (3, 1), (4, 1)])
        {
            series.Add(x, y);
        }
        using Picture picture = new(gpu, plot);
        picture.Draw();
        int middle = plot.Plot.X + plot.Plot.Width / 2;
        uint[] column = picture.Of(new(middle, plot.Plot.Y, 1, plot.Plot.Height));
        Assert.DoesNotContain(column, static pixel => Colors.Distance(pixel, First) < 40);
    }

    [Fact]
    public void UploadsOnlyWhatChanged()
    {
        LineSeries series = new("y");
        series.Add(0, 1);
        series.Add(1, 2);
        using Picture picture = new(gpu, new LinePlot("plot", series));
        picture.Draw();
        picture.Draw(1);
        long uploaded = gpu.Staging.BytesUploaded;
        picture.Draw(2);
        Assert.Equal(uploaded, gpu.Staging.BytesUploaded);
        series.Add(2, 3);
        picture.Draw(3);
        Assert.NotEqual(uploaded, gpu.Staging.BytesUploaded);
    }

    [Fact]
    public void AHairLineStandsWhereThePointerIs()
    {
        LineSeries series = new("y"), earlier = new("before") { IsEarlier = true };
        for (int i = 0; i <= 10; i++)
        {
            series.Add(10 * i, i);
            earlier.Add(10 * i, 10 - i);
        }
        LinePlot plot = new("plot", series) { Smoothing = 0 };
        plot.Add(earlier);
        using Picture picture = new(gpu, plot);
        picture.Draw();
        int x = plot.Plot.X + (plot.Plot.Width - 1) / 4, empty = plot.Plot.Y + plot.Plot.Height / 2 + 3;
        uint[] without = picture.Of(plot.Plot);
        picture.Point(PointerAction.Move, x, empty);
        picture.Draw(1);

        Assert.Equal(Theme.Dark.Muted, ColorAt(x, empty));
        Assert.Equal($"step 25   y 2.50   before 7.50", plot.TextAt(x, empty));
        int row = plot.Plot.Y + (int)((1 - plot.Axes.Y.ShareOf(2.5)) * plot.Plot.Height);
        Assert.Equal(Theme.Dark.Curve(0), ColorAt(x - 2, row));
        picture.Point(PointerAction.Leave, 0, 0);
        picture.Draw(2);
        Assert.Equal(without, picture.Of(plot.Plot));

        SKColor ColorAt(int x, int y) => new((byte)picture.At(x, y), (byte)(picture.At(x, y) >> 8), (byte)(picture.At(x, y) >> 16));
    }

    [Fact]
    public void EarlierRunsAreGreyAndTakeNoColour()
    {
        LineSeries earlier = new("before") { IsEarlier = true }, first = new("train"), second = new("test");
        for (int i = 0; i <= 30; i++)
        {
            earlier.Add(i, 3);
            first.Add(i, 2);
            second.Add(i, 1);
        }
        LinePlot plot = new("plot", earlier, first, second) { YRange = (0, 4) };
        using Picture picture = new(gpu, plot);
        picture.Draw();

        int x = plot.Plot.X + plot.Plot.Width / 2, height = plot.Plot.Height;
        AssertPasses(height / 4, Theme.Dark.Muted);
        AssertPasses(height / 2, Theme.Dark.Curve(0));
        AssertPasses(height * 3 / 4, Theme.Dark.Curve(1));
        Assert.Equal(
            [new(0, "train", "2.00"), new(1, "test", "1.00"), new(0, "raw", "", CurveLook.Raw), new(0, "before", "", CurveLook.Earlier)],
            plot.Legend);

        void AssertPasses(int row, SKColor color) => Assert.Contains(picture.Of(new(x, plot.Plot.Y + row - 2, 1, 5)),
            pixel => Colors.Distance(DrawShader.Word(color), pixel) < 80); // a stroke between two rows
    }

    [Theory, InlineData("%", 90, 100), InlineData("", 90, 110)]
    public void TheAxisFitsWhatFollowsTheBeginning(string unit, double least, double most)
    {
        LineSeries series = new("y");
        for (int i = 0; i < 200; i++)
        {
            series.Add(i, i < 8 ? 10 * i : 95 + 4.9 * i / 200);
        }
        LinePlot plot = new("plot", series) { YUnit = unit };
        using Picture picture = new(gpu, plot);
        picture.Draw();

        Axis y = plot.Axes.Y;
        Assert.InRange(y.Low, least, 96);
        Assert.InRange(y.High, 99, most);
        uint[] above = picture.Of(new(plot.Plot.X, plot.Plot.Bottom + 4, plot.Plot.Width, 3));
        Assert.DoesNotContain(above, static pixel => Colors.Distance(pixel, First) < 40); // what is cut is not drawn below
    }

    uint[] Draw(LinePlot plot)
    {
        using Picture picture = new(gpu, plot);
        picture.Draw();
        picture.Draw(1); // the range was read
        picture.Draw(2);
        return picture.Of(plot.Plot);
    }
}
