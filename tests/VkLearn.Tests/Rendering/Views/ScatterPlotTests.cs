using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Rendering.Views;

[Collection("gpu")]
public sealed class ScatterPlotTests(GpuFixture fixture) : IDisposable
{
    static readonly string[] names = ["a", "b", "c"];

    readonly GpuDevice gpu = fixture.Gpu;
    readonly Memory memory = new(fixture.Gpu);

    public void Dispose() => memory.Dispose();

    [Theory, InlineData(ElementType.Float32), InlineData(ElementType.Float16)]
    public void PointsLieWhereTheirNumbersSayInTheirClassesColours(ElementType type)
    {
        float[] values = [0, 0, 1, 2, -2, -1, 50, 0.5f];
        ScatterPlot view = New(memory.Tensor(type, [4, 2], values), 0, 1, -1, 2);
        using Picture picture = new(gpu, view);
        picture.Draw();
        uint[] colors = ColorsOf(Theme.Dark);
        Assert.Equal(colors[0], picture.At(view.PixelOf(0, 0)));
        Assert.Equal(colors[1], picture.At(view.PixelOf(1, 2)));
        Assert.Equal(colors[3], picture.At(view.PixelOf(-2, -1))); // of no class
        Assert.Equal(colors[2], picture.At(view.Plot.Right - 1, view.PixelOf(0, 0.5).Y)); // beyond the end, at the edge
        uint card = DrawShader.Word(Theme.Dark.Card);
        Assert.Equal(card, picture.At(view.PixelOf(-1.5, 1.3)));
    }

    [Fact]
    public void TheLaterOfTwoLiesAboveAndTheChosenAboveAll()
    {
        ScatterPlot view = New(memory.Tensor([3, 2], 0, 0, 0, 0, 0, 0), 0, 1, 2);
        view.ItemGroup = "batch";
        using Picture picture = new(gpu, view);
        picture.Draw();
        Assert.Equal(ColorsOf(Theme.Dark)[2], picture.At(view.PixelOf(0, 0)));
        picture.Renderer.Selection.Item = ("batch", 1);
        picture.Draw();
        Assert.Equal(ColorsOf(Theme.Dark)[1], picture.At(view.PixelOf(0, 0)));
    }

    [Fact]
    public void WhatIsNoNumberIsNowhere()
    {
        ScatterPlot view = New(memory.Tensor([1, 2], float.NaN, 0), 0);
        using Picture picture = new(gpu, view);
        picture.Draw();
        Assert.DoesNotContain(ColorsOf(Theme.Dark)[0], picture.Of(view.Plot));
    }

    [Fact]
    public void ThePointerMovesThePlaceAndATooltipSaysIt()
    {
        ScatterPlot view = New(memory.Tensor([1, 2], 0, 0), 0);
        using Picture picture = new(gpu, view);
        picture.Draw();
        (int x, int y) = view.PixelOf(1.5, -0.75);
        picture.Point(PointerAction.Move, x, y);
        Assert.True(view.IsPointedAt);
        Assert.InRange(view.Place.X, 1.4, 1.6);
        Assert.InRange(view.Place.Y, -0.85, -0.65);
        Assert.Matches(@"^\(1\.\d+, −0\.\d+\)$", view.TextAt(x, y)!);
        picture.Draw();
        Assert.Equal(DrawShader.Word(Theme.Dark.Marked), picture.At(view.Plot.X + 2, y)); // its cross

        picture.Point(PointerAction.Move, view.Plot.X - 3, y);
        Assert.False(view.IsPointedAt);
    }

    /// <summary>Ten classes differ from each other and from the card in both themes.</summary>
    [Fact]
    public void ColoursOfClassesDiffer()
    {
        foreach (Theme theme in Theme.All)
        {
            Oklab[] colors = [.. ScatterPlot.ColorsOf(theme, 10).Append(theme.Card).Select(Oklab.Of)];
            for (int i = 0; i < colors.Length; i++)
            {
                Assert.All(colors[..i], other => Assert.True(Math.Sqrt(Math.Pow(other.L - colors[i].L, 2)
                    + Math.Pow(other.A - colors[i].A, 2) + Math.Pow(other.B - colors[i].B, 2)) > 0.08, $"{theme.Name} {i}: {other}"));
            }
        }
    }

    [Fact]
    public void RefusesWhatAreNoPoints() => Assert.Equal("ScatterPlot \"x\": points on a plane are [N, 2], received [2, 3].",
        Assert.Throws<ArgumentException>(() => new ScatterPlot(memory.Tensor([2, 3], new float[6]), [])).Message);

    ScatterPlot New(TensorSource points, params float[] labels) =>
        new(points, names) { Labels = memory.Tensor(ElementType.Int32, [labels.Length], labels), Place = (2.5, 2.5) };

    static uint[] ColorsOf(Theme theme) => [.. ScatterPlot.ColorsOf(theme, names.Length).Select(DrawShader.Word)];
}
