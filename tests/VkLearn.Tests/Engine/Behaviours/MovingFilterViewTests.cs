using VkLearn.Engine.Behaviours;
using VkLearn.Engine.Views;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Tests.Tracing;
using Xunit;

namespace VkLearn.Tests.Engine.Behaviours;

[Collection("gpu")]
public sealed class MovingFilterViewTests(GpuFixture fixture)
{
    const int Side = SmallScene.Side, Framed = Side + 2;

    [Fact]
    public void GoesOverTheWholeImageAndMakesAConvolutionOfIt()
    {
        using SmallScene small = New(out MovingFilterView filter, steps: 1, new() { Weight = "layers.0.weight", Unit = 2, Rate = 1000 });
        small.Step();
        Assert.Equal(0, filter.At);
        small.Scene.Playback.IsPaused = false;
        small.Frame((Side * Side - 0.5) / 1000); // all but the first place
        Assert.Equal(Side * Side - 1, filter.At);

        float[] image = small.Read("filter/image"), weight = small.Read("filter/filter");
        Assert.Equal(small.Read("layers.0.weight")[18..27], weight);
        Close.To(Enumerable.Range(0, Side * Side).Select(at => Window(image, at).Zip(weight, (x, w) => (double)x * w).Sum()),
            small.Read("filter/result"));
    }

    [Fact]
    public void StepsPlaceByPlaceWhilePaused()
    {
        using SmallScene small = New(out MovingFilterView filter, steps: 1000, new());
        using TensorGrid view = (TensorGrid)filter.MakeView();
        small.Step(12);
        small.Frame();
        Assert.Equal(11, filter.At);
        Assert.Equal(new Rectangle(3, 1, 3, 3), view.Outlined);
        Assert.Equal(new Rectangle(3, 1, 1, 1), filter.CellsOf("result"));

        float[] image = small.Read("filter/image"), window = Window(image, 11), products = small.Read("filter/products");
        Assert.Equal(window, small.Read("filter/window"));
        Assert.Equal(window.Zip(small.Read("filter/filter"), (x, w) => x * w), products);
        float sum = Assert.Single(small.Read("filter/sum")), at = small.Read("filter/result")[11];
        Close.To([products.Sum(value => (double)value)], [sum]);
        Assert.Equal(sum, at);
        Assert.All(small.Read("filter/result").Skip(12), value => Assert.Equal(0, value));
    }

    [Fact]
    public void RefusesWhatItCannotShow()
    {
        using SmallScene small = New(out MovingFilterView filter, steps: 1, new() { Weight = "layers.0.weight", Unit = 4 });

        Assert.Equal("MovingFilter: needs grey images [N, 1, H, W] and filter 4 of [OC, 1, K, K], received [6, 1, 8, 8] and [4, 1, 3, 3]. "
            + "Show the first layer of a model of grey images.", Assert.Throws<ArgumentException>(filter.MakeView).Message);
        using SmallScene other = New(out _, steps: 1, new());
        Assert.StartsWith("A moving filter has no \"reslut\".",
            Assert.Throws<UnknownTensorException>(() => other.Read("filter/reslut")).Message);
    }

    SmallScene New(out MovingFilterView filter, int steps, MovingFilterView made)
    {
        SmallScene small = new(fixture.Gpu, steps);
        small.Scene.Add("filter", filter = made);
        return small;
    }

    /// <summary>The 3 x 3 pixels of the framed image from a place on.</summary>
    static float[] Window(float[] image, int at) =>
        [.. Enumerable.Range(0, 9).Select(tap => image[(at / Side + tap / 3) * Framed + at % Side + tap % 3])];
}
