using VkLearn.Engine.Behaviours;
using VkLearn.Engine.Views;
using VkLearn.Rendering.Views;
using VkLearn.Tests.Tracing;
using Xunit;

namespace VkLearn.Tests.Engine.Behaviours;

[Collection("gpu")]
public sealed class StrongestPatchesViewTests(GpuFixture fixture)
{
    [Fact]
    public void ShowsTheStrongestOfTheMarkedUnit()
    {
        using SmallScene small = new(fixture.Gpu);
        StrongestPatchesView patches = new("layers.1:output") { Count = 4, Unit = 1 };
        small.Scene.Add("patches", patches);
        using ImageBatch view = (ImageBatch)patches.MakeView();
        small.Step(2);
        AssertAreOf(small, view, 1);

        view.MarkedUnit = 3;
        small.Frame(0);
        AssertAreOf(small, view, 3);
        Assert.Equal((3, "unit 3"), (view.Unit, view.Detail));
    }

    void AssertAreOf(SmallScene small, ImageBatch view, int unit)
    {
        const int pixels = SmallScene.Side * SmallScene.Side;
        float[] images = small.Read("batch");
        using Recording own = fixture.Gpu.Record(() => small.Model.Forward(
            Tensor.From(images, [SmallScene.Batch, 1, SmallScene.Side, SmallScene.Side])).Source("layers.1:output"), training: false);
        own.Replay();
        float[] maps = own.Result.ToArray();
        (int Image, float[] Map)[] ofUnit = [.. Enumerable.Range(0, SmallScene.Batch)
            .Select(i => (i, maps.Skip((i * SmallScene.Maps + unit) * pixels).Take(pixels).ToArray()))
            .OrderByDescending(map => map.Item2.Max())];
        Close.To(ofUnit.Take(4).Select(map => (double)map.Map.Max()), small.Read(view.Values!.Value));

        int at = Array.IndexOf(ofUnit[0].Map, ofUnit[0].Map.Max());
        Assert.Equal([4, 1, 3, 3], view.Source.Shape);
        Assert.Equal(images[ofUnit[0].Image * pixels + at], small.Read(view.Source)[4]); // the middle of what it sees
    }
}
