using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Engine.Views;
using VkLearn.Rendering.Views;
using VkLearn.Tests.Rendering.Windows;
using Xunit;

namespace VkLearn.Tests.Engine.Views;

/// <summary>The timeline under a user's hands.</summary>
[Collection("screen")]
public sealed class TimelineWindowTests(ScreenFixture screens)
{
    [Fact]
    public void ADragIsAnsweredWithinTwoFrames()
    {
        VkLearn.Tests.Screen screen = screens.Select(isManaged: false);
        using OpenWindow open = new(screen, 800, 300);
        using SmallScene small = new(open.Gpu);
        TimelineView view = new();
        small.Scene.Add("time", view);
        TimeTravel travel = small.Scene.FindBehaviour<TimeTravel>()!;
        travel.SecondsBetween = 0;
        small.Scene.Playback.IsPaused = true;
        using ScenePlayer player = new(small.Scene, open.Target, open.Window);
        for (int i = 0; i < 20; i++)
        {
            small.Scene.Playback.StepOnce();
            player.Frame();
        }

        player.Frame();
        int frames = 0, heardAt = 0;
        open.Window.Pointer += _ => heardAt = frames;
        open.Window.Keyboard += e => heardAt = e.IsPressed ? frames : heardAt;
        TimeBar line = (TimeBar)player.Views.Find(view)!;
        Assert.Equal((20, false), (travel.NewestStep, travel.IsInPast));
        Move(12, "mousedown", "1");
        Assert.Equal(12, Answer(12));
        Move(4);
        Assert.Equal(4, Answer(4));
        Move(4, "mouseup", "1");
        screen.Do("windowfocus", "--sync", open.Id, "key", "bracketleft");
        Assert.Equal(3, Answer(3));
        screen.Do("key", "bracketright", "key", "bracketright");
        Assert.Equal(5, Answer(5));
        screen.Do("key", "End");
        Assert.Equal(20, Answer(20));
        Assert.False(travel.IsInPast);

        void Move(long step, params string[] then) => screen.Do(
            ["mousemove", "--window", open.Id, $"{line.ColumnOf(step)}", $"{line.Line.Y + 4}", .. then]);

        // The X server brings an event when it likes; frames count from the one that takes it.
        long Answer(long step)
        {
            VkLearn.Tests.Screen.Until(() =>
            {
                frames++;
                player.Frame();
                return line.Shown == step;
            }, $"no answer: step {line.Shown} is shown and not {step}");
            Assert.InRange(frames - heardAt, 0, 1);
            return line.Shown;
        }
    }
}
