using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Rendering;

/// <summary>A target of twice the pixels at twice the scale shows the same, finer.</summary>
[Collection("gpu")]
public sealed class ContentScaleTests(GpuFixture fixture) : IDisposable
{
    const int Width = 640, Height = 360;

    readonly GpuDevice gpu = fixture.Gpu;
    readonly Memory memory = new(fixture.Gpu);

    public void Dispose() => memory.Dispose();

    [Fact]
    public void TextAndStrokesAreTwiceAsLarge()
    {
        using Picture plain = new(gpu, Views(), Width, Height, keepsTexts: true);
        using Picture fine = new(gpu, Views(), 2 * Width, 2 * Height, keepsTexts: true, contentScale: 2);
        plain.Draw();
        fine.Draw();
        Assert.Equal(plain.Renderer.Texts.Select(static text => text.Shown), fine.Renderer.Texts.Select(static text => text.Shown));
        Assert.InRange(plain.Renderer.Texts.Count, 8, 100);
        Assert.All(plain.Renderer.Texts.Zip(fine.Renderer.Texts), static pair =>
        {
            Assert.InRange(pair.Second.Ink.Height - 2 * pair.First.Ink.Height, -1.5, 1.5);
            Assert.InRange(pair.Second.Ink.Left - 2 * pair.First.Ink.Left, -4, 4);
            Assert.InRange(pair.Second.Ink.Bottom - 2 * pair.First.Ink.Bottom, -4, 4);
        });
        Assert.InRange(Thickness(fine, Width * 2) / Thickness(plain, Width), 1.8, 2.2);
        Assert.InRange(Difference(plain, fine), 0, 12);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void LinesAroundCellsAreAsManyPixelsThick(int scale)
    {
        TensorGrid grid = new(memory.Tensor([3, 3], new float[9])) { Scale = ColorScale.Signed, Title = "Grid" };
        Matrix matrix = new(memory.Tensor([2, 2], new float[4]), ["a", "b"], ["a", "b"]) { Title = "Matrix" };
        ImageBatch images = new(memory.Tensor([1, 4, 4], new float[16]), []) { Title = "Images" };
        using Picture picture = new(gpu, Layout<View>.Row(grid, matrix, images), scale * 1280, scale * 720, contentScale: scale);
        picture.Draw();
        Assert.Equal(scale, Row(picture, grid.Area, scale).Count(static pixel => pixel == Vision.Word(Theme.Dark.Border)));
        Assert.Equal(2 * scale, Row(picture, matrix.Area, scale).Count(static pixel => pixel == Vision.Word(Theme.Dark.Border)));
        Assert.Equal(scale, Row(picture, images.Area, scale).Count(static pixel => pixel == Vision.Word(Theme.Dark.Faint)));
    }

    [Theory, InlineData(1280, 720, 1, 1), InlineData(1920, 1080, 1, 1.24), InlineData(3840, 2160, 1, 2), InlineData(2560, 1440, 2, 2)]
    [InlineData(3840, 2160, 2, 2.48), InlineData(1280, 720, 2, 1.68)]
    public void AWindowOfManyPixelsGetsLargerText(int width, int height, float contentScale, double scale)
    {
        using Picture picture = new(gpu, new TextPanel("Title"), width, height, keepsTexts: true, contentScale: contentScale);
        picture.Draw();
        DrawnText title = Assert.Single(picture.Renderer.Texts);
        Assert.InRange(title.Ink.Height / (13 * 0.711), scale * 0.95, scale * 1.05);
    }

    Layout<View> Views()
    {
        LineSeries line = new("curve");
        line.Add(0, 1);
        line.Add(1, 1);
        return Layout<View>.Row(
            new LinePlot("Plot", line) { Smoothing = 0 },
            new Bars(memory.Tensor([3], 1, 2, 3), ["one", "two", "three"]) { Title = "Bars" });
    }

    /// <summary>A row of pixels from just left of an area to behind a matrix's first cell.</summary>
    static uint[] Row(Picture picture, Rectangle area, int scale) =>
        picture.Of(new(area.X - 4 * scale, area.Y + 13 * scale, 70 * scale, 1));

    /// <summary>How much of a column through the plot the curve covers, in pixels; grid lines are darker than any of it counts.</summary>
    static double Thickness(Picture picture, int width) => picture.Of(new(width / 4, width * 60 / Width, 1, width * 270 / Width))
        .Select(static pixel =>
            (double)((int)(pixel >> 16 & 255) - Theme.Dark.Card.Blue) / (Theme.Dark.Curve(0).Blue - Theme.Dark.Card.Blue))
        .Where(static cover => cover > 0.15).Sum();

    /// <summary>The mean difference of a channel between pixels and the means of the four finer ones.</summary>
    static double Difference(Picture plain, Picture fine)
    {
        double sum = 0;
        for (int y = 0; y < Height; y += 3)
        {
            for (int x = 0; x < Width; x += 3)
            {
                uint[] four = fine.Of(new(2 * x, 2 * y, 2, 2));
                sum += Math.Abs((plain.At(x, y) >> 8 & 255) - four.Average(static pixel => pixel >> 8 & 255));
            }
        }
        return sum / (Width / 3.0 * (Height / 3.0));
    }
}
