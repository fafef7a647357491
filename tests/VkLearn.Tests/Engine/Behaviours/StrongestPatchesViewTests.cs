using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Engine.Views;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Tests.Tracing;
using Xunit;
using Layout = VkLearn.Engine.Layout;

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

    [Fact]
    public void FollowsTheSelectedLayerWhereThatMakesMaps()
    {
        using SmallScene small = new(fixture.Gpu);
        StrongestPatchesView patches = new("selected:output") { Count = 4, Unit = 1 };
        NetworkView network = new();
        small.Scene.Show(Layout.Row(network, patches));
        using OffscreenTarget target = new(fixture.Gpu, 900, 300);
        using ScenePlayer player = new(small.Scene, target);
        Assert.Equal(("unit 1 of layers.1", "layers.0"), Select(null));
        Assert.Equal(("unit 1 of layers.2", "layers.2"), Select("layers.2"));
        Assert.Equal(("unit 1 of layers.2", "layers.2"), Select("layers.3")); // dense: it has no maps
        Assert.Equal(("unit 1 of layers.1", "layers.0"), Select("layers.0"));

        (string, string?) Select(string? path)
        {
            small.Scene.Playback.StepOnce();
            player.Frame();
            NetworkStrip strip = (NetworkStrip)player.Views.Find(network)!;
            small.Scene.Selection.Layer =
                strip.Nodes.FirstOrDefault(node => node.Layer?.Path == path && path is not null)?.Layer ?? small.Scene.Selection.Layer;
            player.Frame();
            player.Frame();
            View view = player.Views.Find(patches)!;
            return (view.Detail, view.UnitGroup);
        }
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
