using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Engine.Views;
using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Engine.Views;

[Collection("gpu")]
public sealed class TimelineViewTests(GpuFixture fixture) : IDisposable
{
    readonly SmallScene small = new(fixture.Gpu);
    readonly TimelineView view = new();
    readonly CurveView curve = new("loss");

    public void Dispose() => small.Dispose();

    [Fact]
    public void ADragShowsThePastInTheSameFrame()
    {
        using OffscreenTarget target = new(fixture.Gpu, 800, 300);
        using ScenePlayer player = Play(target, steps: 20);
        TimeBar line = (TimeBar)player.Views.Find(view)!;
        TimeTravel travel = small.Scene.FindBehaviour<TimeTravel>()!;
        string newest = WeightsHash.Of(small.Model);

        Drag(PointerAction.Press, 15);
        Assert.Equal((15, 20), (travel.ShownStep, travel.NewestStep));
        Drag(PointerAction.Move, 5);
        Assert.Equal((5, true), (travel.ShownStep, line.IsInPast));
        Assert.Equal(5, ((LinePlot)player.Views.Find(curve)!).Marker);
        Drag(PointerAction.Release, 5);
        Assert.Equal((5, 5), (small.Trainer.Steps, line.Shown));
        Drag(PointerAction.Press, 20);
        Drag(PointerAction.Release, 20);
        Assert.Equal((20, false, newest), (small.Trainer.Steps, line.IsInPast, WeightsHash.Of(small.Model)));
        Assert.Null(((LinePlot)player.Views.Find(curve)!).Marker);

        void Drag(PointerAction action, long step)
        {
            player.Pointer(new(action, line.ColumnOf(step), line.Line.Y + 2));
            player.Frame();
        }
    }

    [Fact]
    public void ABranchLeavesTheOldCurveGrey()
    {
        using OffscreenTarget target = new(fixture.Gpu, 800, 300);
        using ScenePlayer player = Play(target, steps: 20);
        TimeTravel travel = small.Scene.FindBehaviour<TimeTravel>()!;
        travel.GoTo(8);
        small.Trainer.LearningRateFactor = 4;
        for (int i = 0; i < 5; i++)
        {
            small.Scene.Playback.StepOnce();
            player.Frame();
            small.Trainer.Measure();
        }

        LinePlot plot = (LinePlot)player.Views.Find(curve)!;
        LineSeries train = plot.Series.First(), before = plot.Series.First(series => series.IsEarlier);
        Assert.Equal(Enumerable.Range(1, 13).Select(step => (double)step), train.X.ToArray());
        Assert.Equal(Enumerable.Range(8, 13).Select(step => (double)step), before.X.ToArray());
        Assert.Equal(train.Y[7], before.Y[0]);
        Assert.NotEqual(train.Y[10], before.Y[3]);
        Assert.Equal([8], ((TimeBar)player.Views.Find(view)!).Branches);
    }

    ScenePlayer Play(ITarget target, int steps)
    {
        small.Scene.Add("time", view);
        small.Scene.Add("curve", curve);
        small.Scene.Show(Layout.Column(Layout.Row(curve), Layout.Row(view).WithWeight(0.4)));
        small.Scene.Playback.IsPaused = true;
        small.Scene.FindBehaviour<TimeTravel>()!.SecondsBetween = 0;
        ScenePlayer player = new(small.Scene, target);
        for (int i = 0; i < steps; i++)
        {
            small.Scene.Playback.StepOnce();
            player.Frame();
            small.Trainer.Measure();
        }

        player.Frame();
        return player;
    }
}
