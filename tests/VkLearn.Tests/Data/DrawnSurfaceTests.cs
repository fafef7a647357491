using VkLearn.Data;
using VkLearn.Gpu;
using Xunit;

namespace VkLearn.Tests.Data;

[Collection("gpu")]
public sealed class DrawnSurfaceTests(GpuFixture fixture)
{
    readonly GpuDevice gpu = fixture.Gpu;

    [Theory, InlineData(SurfaceForm.Slope), InlineData(SurfaceForm.Hills)]
    public void TargetsAreHeightsNormallySpread(SurfaceForm form)
    {
        Dataset data = new DrawnSurface(form, 4000, 10, 0.05f, 1).Load(gpu).Train;
        (float[] points, float[] targets) = (data.Read("point"), data.Read("target"));
        double[] away = [.. targets.Select((target, i) => (double)target - DrawnSurface.HeightAt(form, points[2 * i], points[2 * i + 1]))];
        Assert.Equal(0, away.Average(), 0.005);
        Assert.Equal(0.05, Math.Sqrt(away.Average(value => value * value)), 0.005);
        Assert.All(points, value => Assert.InRange(value, -2.4f, 2.4f));
        Assert.Equal((1.0, -1.0), (Math.Round(targets.Max(), 0), Math.Round(targets.Min(), 0)));
    }

    [Fact]
    public void PointsMayBeAdded()
    {
        Dataset data = new DrawnSurface(SurfaceForm.Slope, 5, 3, 0, 1, new AddedPoints([1, 2, -0.5f])).Load(gpu).Train;
        Assert.Equal((6, -0.5f), (data.Count, data.Read("target")[5]));
    }
}
