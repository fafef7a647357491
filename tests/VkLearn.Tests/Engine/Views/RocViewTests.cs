using SkiaSharp;
using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Engine.Views;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Tests.Rendering;
using Xunit;

namespace VkLearn.Tests.Engine.Views;

[Collection("gpu")]
public sealed class RocViewTests(GpuFixture fixture)
{
    /// <summary>At each tenth of the axis the first curve, which lies above the others, is as high as its tensor says; the mark of its
    /// threshold lies where its rates say.</summary>
    [Fact]
    public void ARocViewDrawsItsTensorAndMarksTheThreshold()
    {
        using SmallClinic clinic = new(fixture.Gpu);
        RocView view = new();
        clinic.Scene.Add("roc", view);
        using LinePlot plot = (LinePlot)view.MakeView();
        clinic.Learn();
        float[] roc = clinic.Read("roc"), operating = clinic.Read("operating");
        Assert.Equal(3, view.Marks.Count);
        Assert.All(Enumerable.Range(0, 3), i => Assert.Equal((1.0 - operating[3 * i + 1], (double)operating[3 * i]),
            (view.Marks[i].X, view.Marks[i].Y)));

        using Picture picture = new(fixture.Gpu, plot, keepsTexts: true);
        picture.Draw();
        picture.Draw(1);
        int size = plot.Plot.Width;
        (double x, double y) = (view.Marks[2].X, view.Marks[2].Y); // the last that is drawn
        Assert.Equal(CurvePixels.Color(2), At(x, y));
        CurvePixels.AssertPasses(plot, picture, Enumerable.Range(1, 9).Select(tenth => tenth / 10.0), place =>
        {
            int point = (int)Math.Round(place * (DiagnosesBehaviour.Points - 1));
            return (roc[point - 1], roc[point + 1]);
        }, atLeast: 9);
        Assert.Equal((0, 1), (plot.Axes.X.Low, plot.Axes.X.High));
        Assert.True(size > 100);

        SKColor At(double x, double y) => CurvePixels.At(picture, plot.Plot.X + (int)Math.Round(x * (size - 1)),
            plot.Plot.Y + (int)Math.Round((1 - y) * (plot.Plot.Height - 1)));
    }
}
