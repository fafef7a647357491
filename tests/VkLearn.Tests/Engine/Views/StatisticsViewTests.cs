using System.Globalization;
using VkLearn.Engine;
using VkLearn.Engine.Views;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Engine.Views;

[Collection("gpu")]
public sealed class StatisticsViewTests(GpuFixture fixture)
{
    [Fact]
    public void AtTheEndItSaysTheMeanOfTheRun()
    {
        using SmallScene small = new(fixture.Gpu, steps: 30);
        using TextPanel panel = Show(small);
        for (int i = 0; i < 200 && !small.Trainer.IsOver; i++)
        {
            small.Frame();
        }

        small.Frame(1);
        small.Frame(1);
        small.Frame(1);
        string rate = panel.Find("steps/s")!;
        Assert.EndsWith(" (mean)", rate);
        double mean = small.Trainer.Steps / small.Trainer.TrainTime.TotalSeconds;
        Assert.Equal(mean, double.Parse(rate[..^7], NumberStyles.Number, CultureInfo.InvariantCulture), 0.6);
        Assert.Equal("done", panel.Find("state"));
    }

    [Fact]
    public void InSlowMotionItSaysWhatIsComputed()
    {
        using SmallScene small = new(fixture.Gpu);
        using TextPanel panel = Show(small);
        small.Scene.Playback.Pace = Pace.Layer;
        small.Step(2);

        Assert.Equal("forward layers.0, layers.1", panel.Find("state"));
        Assert.Equal("\u2013", panel.Find("steps/s"));
    }

    /// <summary>A step that something else ends, such as a pause, takes no training time.</summary>
    [Fact]
    public void AStepWithoutATimeHasNoRate()
    {
        using SmallScene small = new(fixture.Gpu);
        using TextPanel panel = Show(small);
        small.Scene.Playback.Pace = Pace.Layer;
        small.Step(2);
        small.Frame(1);
        small.Trainer.Stop();
        small.Scene.Playback.Pace = Pace.Full;
        small.Frame(1);
        small.Frame(1);

        Assert.Equal(1, small.Trainer.Steps);
        Assert.Equal("0.0", panel.Find("steps/s"));
    }

    static TextPanel Show(SmallScene small)
    {
        StatisticsView view = new();
        small.Scene.Add("statistics", view);
        return (TextPanel)view.MakeView();
    }
}
