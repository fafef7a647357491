using VkLearn.Engine;
using VkLearn.Engine.Views;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Tests.Rendering.Windows;
using Xunit;
using Layout = VkLearn.Engine.Layout;

namespace VkLearn.Tests.Engine.Views;

/// <summary>The plane of codes in a real window: a user's mouse walks on it, and the decoder answers.</summary>
[Collection("screen")]
public sealed class LatentPlaneWindowTests(ScreenFixture screens)
{
    [Fact]
    public void AMouseWalksAndTheDecoderAnswers()
    {
        Screen screen = screens.Select(isManaged: true);
        using OpenWindow open = new(screen, 600, 320);
        using SmallCodes small = new(open.Gpu);
        small.Scene.Playback.IsPaused = true;
        LatentPlaneView plane = new();
        small.Scene.Add("plane", plane);
        small.Scene.Show(Layout.Row(plane, new ImageBatchView("plane/image", null, null)));
        using ScenePlayer player = new(small.Scene, open.Target, open.Window);
        for (int i = 0; i < 3; i++)
        {
            player.Frame();
        }

        ScatterPlot plot = (ScatterPlot)player.Views.Find(plane)!;
        foreach ((double x, double y) in ((double, double)[])[(-1.5, 1), (2, -0.5)])
        {
            (int px, int py) = plot.PixelOf(x, y);
            bool isHeard = false;
            void Hear(PointerEvent e) => isHeard |= e.Action == PointerAction.Move && (int)e.X == px && (int)e.Y == py;
            open.Window.Pointer += Hear;
            screen.Do("mousemove", "--window", open.Id, $"{px}", $"{py}");
            open.Until(() => isHeard, "the window did not hear of the pointer");
            open.Window.Pointer -= Hear;
            player.Frame();
            player.Frame();

            Assert.InRange(plane.Place.X, x - 0.05, x + 0.05);
            Assert.InRange(plane.Place.Y, y - 0.05, y + 0.05);
            float[] code = [(float)plane.Place.X, (float)plane.Place.Y];
            Assert.Equal(small.Run(() => small.Codec.Decode(Tensor.From(code, [1, 2]))), small.Read("plane/image"));
        }
    }
}
