using VkLearn.Engine;
using VkLearn.Engine.Views;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Tests.Rendering.Windows;
using Xunit;
using Layout = VkLearn.Engine.Layout;

namespace VkLearn.Tests.Engine.Views;

/// <summary>The network in a real window: what a user's mouse selects in it.</summary>
[Collection("screen")]
public sealed class NetworkWindowTests(ScreenFixture screens)
{
    [Fact]
    public void AMouseSelectsALayerANeuronAndAnImage()
    {
        Screen screen = screens.Select(isManaged: true);
        using OpenWindow open = new(screen, 700, 500);
        using SmallScene small = new(open.Gpu);
        small.Scene.Playback.IsPaused = true;
        NetworkView network = new();
        ImageBatchView batch = new();
        TensorGridView output = new("selected:output");
        small.Scene.Show(Layout.Column(network, Layout.Row(batch, output)));
        using ScenePlayer player = new(small.Scene, open.Target, open.Window);
        for (int i = 0; i < 3; i++)
        {
            player.Frame();
        }

        NetworkStrip strip = (NetworkStrip)player.Views.Find(network)!;
        StripTile neurons = strip.Tiles[^1];
        Click((int)(neurons.Area.X + neurons.Area.Width / 2), (int)(neurons.Area.Y + 0.5f * neurons.Pitch));
        Assert.Equal(("layers.3", ("layers.3", 0)), (small.Scene.Selection.Layer!.Path, small.Scene.Selection.Unit!.Value));
        Assert.Equal("layers.3:output", player.Views.Find(output)!.Title);

        ImageBatch images = (ImageBatch)player.Views.Find(batch)!;
        Click(images.Area.X + images.Fit.PitchX + 4, images.Area.Y + 4);
        Assert.Equal(("batch", 1), small.Scene.Selection.Item);
        Assert.Equal((1, 1), (images.ChosenItem, strip.Item));

        // Two frames after the window heard of it.
        void Click(int x, int y)
        {
            int heard = 0;
            void Hear(PointerEvent e) => heard += e.Action == PointerAction.Release ? 1 : 0;
            open.Window.Pointer += Hear;
            screen.Do("mousemove", "--window", open.Id, $"{x}", $"{y}", "click", "1");
            open.Until(() => heard > 0, "the window did not hear the click");
            open.Window.Pointer -= Hear;
            player.Frame();
            player.Frame();
        }
    }
}
