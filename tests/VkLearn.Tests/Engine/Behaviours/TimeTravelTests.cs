using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Rendering;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Engine.Behaviours;

[Collection("gpu")]
public sealed class TimeTravelTests(GpuFixture fixture)
{
    const int Steps = 12;

    [Fact]
    public void AHundredTimesThereAndBackEndInTheBitsOfTheStraightRun()
    {
        using SmallScene straight = New(out _);
        straight.Step(Steps);
        straight.Step(3);

        using SmallScene small = New(out TimeTravel travel);
        small.Step(Steps);
        string newest = HashOf(small);
        Random random = new(1);
        for (int i = 0; i < 100; i++)
        {
            travel.GoTo(random.Next(Steps));
            Assert.True(travel.IsInPast);
            small.Frame();
            if (i % 2 == 0)
            {
                travel.GoToNewest();
            }
            else
            {
                travel.GoTo(Steps);
                travel.Release();
            }

            Assert.False(travel.IsInPast);
            Assert.Equal((Steps, newest), (small.Trainer.Steps, HashOf(small)));
        }

        small.Step(3);
        Assert.Equal((Steps + 3, HashOf(straight)), (small.Trainer.Steps, HashOf(small)));
    }

    [Fact]
    public void WhatIsSeenIsOfThatMoment()
    {
        using SmallScene small = New(out TimeTravel travel);
        small.Scene.Add("shown", new Shown("layers.1:output", "layers.3.weight:gradient", "batch"));
        List<float[]> weights = [], activations = [], gradients = [], batches = [];
        for (int i = 0; i < Steps; i++)
        {
            small.Step();
            weights.Add(small.Read("layers.3.weight"));
            activations.Add(small.Read("layers.1:output"));
            gradients.Add(small.Read("layers.3.weight:gradient"));
            batches.Add(small.Read("batch"));
        }

        foreach (int step in (int[])[7, 3, 10, 1])
        {
            travel.GoTo(step);
            small.Frame();
            Assert.Equal((step, Steps), (travel.ShownStep, travel.NewestStep));
            Assert.Equal(weights[step - 1], small.Read("layers.3.weight"));
            Assert.Equal(batches[step], small.Read("batch")); // that which comes next goes through these weights
            Assert.Equal(activations[step], small.Read("layers.1:output"));
            Assert.Equal(gradients[step], small.Read("layers.3.weight:gradient"));
        }
    }

    [Fact]
    public void ABranchDiffersWhereARateDiffersAndEqualsItself()
    {
        string straight = Branch(rate: 1), other = Branch(rate: 3);

        Assert.Equal(straight, Straight());
        Assert.NotEqual(straight, other);
        Assert.Equal(other, Branch(rate: 3));

        string Straight()
        {
            using SmallScene small = New(out _);
            small.Step(Steps);
            return HashOf(small);
        }

        string Branch(float rate)
        {
            using SmallScene small = New(out TimeTravel travel);
            List<long> told = [];
            small.Scene.Playback.Branched += told.Add;
            small.Step(Steps);
            travel.GoTo(4);
            small.Trainer.LearningRateFactor = rate;
            small.Step(Steps - 4);
            Assert.Equal([4], told);
            Assert.Equal((Steps, false), (small.Trainer.Steps, travel.IsInPast));
            Assert.DoesNotContain(travel.Moments, step => step > Steps);
            return HashOf(small);
        }
    }

    [Fact]
    public void ThePastIsSeenInAPauseThatEndsWithIt()
    {
        using SmallScene small = New(out TimeTravel travel);
        small.Step(Steps);
        small.Scene.Playback.IsPaused = false;
        travel.GoTo(5);
        for (int i = 0; i < 3; i++)
        {
            small.Frame();
        }

        Assert.Equal((5, true), (small.Trainer.Steps, small.Scene.Playback.IsPaused));
        travel.GoToNewest();
        Assert.Equal((Steps, false), (small.Trainer.Steps, small.Scene.Playback.IsPaused));
        small.Scene.Playback.IsPaused = true;
        travel.GoTo(5);
        travel.GoToNewest();
        Assert.True(small.Scene.Playback.IsPaused);
    }

    [Fact]
    public void KeysGoFromMomentToMoment()
    {
        using SmallScene small = New(out TimeTravel travel);
        small.Step(4);
        Assert.Equal([0, 1, 2, 3], travel.Moments);
        Assert.Equal([3, 2, 1, 2, 3, 4, 4], Press(Key.LeftBracket, Key.LeftBracket, Key.LeftBracket, Key.RightBracket, Key.RightBracket,
            Key.RightBracket, Key.RightBracket));
        Assert.False(travel.IsInPast);
        Assert.Equal([3, 4], Press(Key.LeftBracket, Key.End));

        long[] Press(params Key[] keys) => [.. keys.Select(key =>
        {
            small.Scene.Key(new(key, IsPressed: true, IsRepeat: false));
            small.Frame();
            return travel.ShownStep;
        })];
    }

    [Fact]
    public void MomentsAreFewerWhereTheyTakeTooMuch()
    {
        using SmallScene sized = New(out TimeTravel one);
        sized.Frame();
        using SmallScene small = New(out TimeTravel travel, budget: 9 * one.Bytes);
        small.Step(60);

        Assert.InRange(travel.Bytes, one.Bytes, 9 * one.Bytes);
        Assert.InRange(travel.Moments.Count, 4, 9);
        Assert.Equal(0, travel.Moments[0]);
        long[] gaps = [.. travel.Moments.Zip(travel.Moments.Skip(1), (a, b) => b - a)];
        Assert.InRange(gaps.Max(), 60 / 9, 2 * gaps.Min());
    }

    [Fact]
    public void NothingIsReadBackToKeepAMoment()
    {
        using SmallScene small = New(out TimeTravel travel);
        small.Frame();
        long read = fixture.Gpu.Staging.BytesDownloaded;
        small.Scene.Playback.IsPaused = true;
        small.Step();
        small.Step();
        small.Frame();

        Assert.Equal(3, travel.Moments.Count);
        Assert.InRange(fixture.Gpu.Staging.BytesDownloaded - read, 0, 400); // what metrics tell
    }

    [Fact]
    public void StartingOverForgetsThePast()
    {
        using SmallScene small = New(out TimeTravel travel);
        small.Step(5);
        travel.GoTo(2);
        small.Scene.Playback.StartOver();
        small.Frame();

        Assert.Equal((0, false), (small.Trainer.Steps, travel.IsInPast));
        Assert.Equal([0], travel.Moments);
    }

    static string HashOf(SmallScene small) => WeightsHash.Of(small.Model);

    SmallScene New(out TimeTravel travel, long budget = TimeTravel.UsualBudget)
    {
        SmallScene small = new(fixture.Gpu);
        small.Scene.Playback.IsPaused = true;
        small.Scene.Add("time", travel = new TimeTravel { Budget = budget });
        return small;
    }

    sealed class Shown(params string[] tensors) : Behaviour, IShown
    {
        public IReadOnlyList<string> Tensors => tensors;

        public View MakeView() => throw new NotSupportedException("Nothing draws this scene.");
    }
}
