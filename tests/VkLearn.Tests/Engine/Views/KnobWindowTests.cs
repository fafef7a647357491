using VkLearn.Engine;
using VkLearn.Engine.Views;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Rendering.Widgets;
using VkLearn.Tests.Rendering.Windows;
using Xunit;

namespace VkLearn.Tests.Engine.Views;

/// <summary>A knob under a user's hands.</summary>
[Collection("screen")]
public sealed class KnobWindowTests(ScreenFixture screens)
{
    const double Least = 0.01, Decades = 4; // of the learning rate's factor

    [Fact]
    public void ATurnIsAnsweredWithinTwoFrames()
    {
        VkLearn.Tests.Screen screen = screens.Select(isManaged: false);
        using OpenWindow open = new(screen, 600, 240);
        using SmallScene small = new(open.Gpu);
        InspectorView inspector = new();
        small.Scene.Playback.IsPaused = true;
        small.Scene.Show(inspector);
        using ScenePlayer player = new(small.Scene, open.Target, open.Window);
        int frames = 0, heardAt = 0;
        open.Window.Pointer += _ => heardAt = frames;
        for (int i = 0; i < 3; i++)
        {
            player.Frame();
        }

        ControlPanel panel = (ControlPanel)player.Views.Find(inspector)!;
        Slider knob = (Slider)panel.Widgets[0];
        Assert.Equal(("learning rate ×", 1.0), (knob.Label, Math.Round(knob.Value, 6)));
        Move(0.75, "mousedown", "1");
        Answer(0.75);
        Move(0.25);
        Answer(0.25);
        Move(1, "mouseup", "1");
        Answer(1);

        void Move(double share, params string[] then)
        {
            Rectangle place = panel.PlaceOf(knob);
            screen.Do(["mousemove", "--window", open.Id, $"{PixelOf(share, place)}", $"{place.Y + place.Height / 2}", .. then]);
        }

        // The X server brings an event when it likes; frames count from the one that takes it.
        void Answer(double share)
        {
            Rectangle place = panel.PlaceOf(knob);
            double wanted = Least * Math.Pow(10, Decades * (PixelOf(share, place) - place.X) / place.Width);
            VkLearn.Tests.Screen.Until(() =>
            {
                frames++;
                player.Frame();
                return Math.Abs(small.Trainer.LearningRateFactor / wanted - 1) < 1e-5;
            }, $"no answer: the learning rate is times {small.Trainer.LearningRateFactor} and not {wanted}");
            Assert.InRange(frames - heardAt, 0, 1);
            Assert.Equal(wanted, knob.Value, wanted * 1e-5);
        }
    }

    static int PixelOf(double share, Rectangle place) => Math.Min(place.X + (int)(share * place.Width), place.Right - 1);
}
