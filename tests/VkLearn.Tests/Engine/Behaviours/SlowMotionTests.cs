using VkLearn.Engine;
using VkLearn.Engine.Views;
using VkLearn.Extension;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Rendering.Widgets;
using Xunit;

namespace VkLearn.Tests.Engine;

/// <summary>A behaviour with a key and a knob, from a project that sees no internals.</summary>
public sealed class SlowMotionTests
{
    readonly Scene scene = new();
    readonly SlowMotion slow = new();

    [Fact]
    public void AKeySwitchesItAndAKnobTurnsIt()
    {
        KnobsView knobs = new();
        scene.Add("slow", slow);
        scene.Add("knobs", knobs);
        using ControlPanel panel = (ControlPanel)knobs.MakeView();
        scene.Key(new(Key.T, IsPressed: true, IsRepeat: false));
        scene.Key(new(Key.T, IsPressed: false, IsRepeat: false));
        scene.Frame(0.1);
        Assert.Equal(0.1, scene.Time.Scale);

        Slider slider = (Slider)Assert.Single(panel.Widgets);
        slider.Pointer(PointerAction.Press, 0.5f, 0);
        scene.Frame(0.1);
        Assert.Equal(("time scale", 0.1), (slider.Label, Math.Round(scene.Time.Scale, 6)));
        slider.Pointer(PointerAction.Press, 0, 0);
        scene.Frame(0.1);
        Assert.Equal(0.01, scene.Time.Scale, 6);
        Assert.Equal(scene.Time.Scale, slider.Value);

        scene.Key(new(Key.T, IsPressed: true, IsRepeat: false));
        scene.Frame(0.1);
        Assert.Equal(1, scene.Time.Scale);
    }
}
