using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Engine.Views;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Tests.Rendering;
using Xunit;

namespace VkLearn.Tests.Engine.Views;

[Collection("gpu")]
public sealed class CalibrationViewTests(GpuFixture fixture)
{
    [Fact]
    public void ACalibrationViewDrawsItsTensorAndLeavesGaps()
    {
        using SmallClinic clinic = new(fixture.Gpu);
        CalibrationView view = new();
        clinic.Scene.Add("calibration", view);
        using LinePlot plot = (LinePlot)view.MakeView();
        clinic.Learn();
        float[] shares = clinic.Read("calibration");
        Assert.Contains(shares, float.IsFinite);
        using Picture picture = new(fixture.Gpu, plot);
        picture.Draw();
        picture.Draw(1);
        Assert.Equal((0.05, 0.95), (plot.Axes.X.Low, plot.Axes.X.High));
        CurvePixels.AssertPasses(plot, picture, Enumerable.Range(1, 8).Select(bin => bin / 9.0), place =>
        {
            float share = shares[(int)Math.Round(place * 9)];
            return (share, share);
        }, atLeast: 3);
    }
}
