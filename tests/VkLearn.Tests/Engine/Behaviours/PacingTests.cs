using VkLearn.Compile;
using VkLearn.Engine;
using VkLearn.Engine.Views;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Engine.Behaviours;

/// <summary>Slow motion, by layers, batches and epochs of the five steps that <see cref="SmallScene"/> has in one.</summary>
[Collection("gpu")]
public sealed class PacingTests(GpuFixture fixture)
{
    [Fact]
    public void ByLayerAStepIsDrawnForwardThenBackward()
    {
        using SmallScene small = New(Pace.Layer);
        List<StepPhase> seen = [];
        while (small.Trainer.Steps == 0)
        {
            small.Frame(1.0 / Playback.MostSpeed);
            seen.Add(small.Trainer.Phase!);
        }

        Assert.Equal(small.Trainer.Ready.Step.Phases, seen);
        Assert.Equal([PhaseKind.Batch, PhaseKind.Forward, PhaseKind.Loss, PhaseKind.Backward, PhaseKind.Update],
            seen.Select(phase => phase.Kind).Distinct());
        Assert.Equal(["layers.0", "layers.1", "layers.2", "layers.3"], LayersOf(PhaseKind.Forward).Order());
        Assert.Equal("layers.3", LayersOf(PhaseKind.Backward)[0]);
        Assert.Equal("layers.0", LayersOf(PhaseKind.Backward)[^1]);
        Assert.Equal("forward layers.0, layers.1", $"{seen[1]}");

        List<string> LayersOf(PhaseKind kind) =>
            [.. seen.Where(phase => phase.Kind == kind).SelectMany(phase => phase.Layers).Distinct()];
    }

    [Fact]
    public void ByLayerTheBatchIsSeenOnceItIsAnswered()
    {
        (float[] batch, float[] answers) = FirstAnswered();
        using SmallScene small = New(Pace.Layer);
        small.Scene.Add("image", new BatchImageView());
        small.Scene.Add("views", new ImageBatchView(), new TensorGridView("image/image"));
        while (small.Trainer.Phase?.Kind is null or PhaseKind.Batch or PhaseKind.Forward)
        {
            Assert.All(small.Read("batch"), value => Assert.Equal(0, value)); // nothing is answered yet
            small.Step();
        }

        Assert.Equal(0, small.Trainer.Steps);
        Assert.Equal(batch, small.Read("batch"));
        Assert.Equal(answers, small.Read("prediction"));
        Assert.Equal(batch[..(SmallScene.Side * SmallScene.Side)], small.Read("image/image"));

        (float[], float[]) FirstAnswered()
        {
            using SmallScene straight = New(Pace.Batch);
            straight.Scene.Add("views", new ImageBatchView());
            straight.Step();
            return (straight.Read("batch"), straight.Read("prediction"));
        }
    }

    [Fact]
    public void NoPaceChangesABit()
    {
        string straight = Train(_ => Pace.Full);

        Assert.Equal(straight, Train(_ => Pace.Layer));
        Assert.Equal(straight, Train(_ => Pace.Batch));
        Assert.Equal(straight, Train(_ => Pace.Epoch));
        Random random = new(1);
        Assert.Equal(straight, Train(_ => (Pace)random.Next(4)));
    }

    [Fact]
    public void ItGoesOnAsFastAsItIsTold()
    {
        using SmallScene small = New(Pace.Batch);
        small.Scene.Playback.Speed = 2;
        for (int i = 0; i < 12; i++)
        {
            small.Frame(0.25);
        }

        Assert.Equal(6, small.Trainer.Steps);
        small.Scene.Playback.Speed = 8;
        small.Frame(0.25);
        Assert.Equal(8, small.Trainer.Steps);
    }

    [Fact]
    public void AnEpochIsEndedAndNoMore()
    {
        using SmallScene small = New(Pace.Epoch);
        small.Scene.Playback.Speed = Playback.LeastSpeed;
        for (int i = 0; i < 13; i++) // of a third of a second: 4.3 s
        {
            small.Frame();
        }

        Assert.Equal(5, small.Trainer.Steps);
    }

    [Theory, InlineData(Pace.Full, 1), InlineData(Pace.Batch, 1), InlineData(Pace.Epoch, 5)]
    public void InAPauseAStepIsOneOfThePace(Pace pace, int steps)
    {
        using SmallScene small = New(pace);
        small.Step();
        small.Frame();
        small.Frame();

        Assert.Equal(steps, small.Trainer.Steps);
    }

    [Fact]
    public void InAPauseALayerIsAStep()
    {
        using SmallScene small = New(Pace.Layer);
        small.Step(2);
        small.Frame();
        Assert.Equal((0, PhaseKind.Forward), (small.Trainer.Steps, small.Trainer.Phase!.Kind));

        small.Scene.Playback.Pace = Pace.Full;
        small.Step();
        Assert.Equal((1, null), (small.Trainer.Steps, small.Trainer.Phase));
    }

    string Train(Func<int, Pace> pace)
    {
        using SmallScene small = New(Pace.Full, steps: 12);
        for (int i = 0; !small.Trainer.IsOver; i++)
        {
            small.Scene.Playback.Pace = pace(i);
            small.Frame();
        }

        return WeightsHash.Of(small.Model);
    }

    SmallScene New(Pace pace, int steps = 1000)
    {
        SmallScene small = new(fixture.Gpu, steps);
        (small.Scene.Playback.Pace, small.Scene.Playback.Speed) = (pace, Playback.MostSpeed);
        return small;
    }
}
