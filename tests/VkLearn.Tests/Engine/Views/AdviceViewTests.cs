using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Engine.Views;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Optimizers;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Engine.Views;

[Collection("gpu")]
public sealed class AdviceViewTests(GpuFixture fixture)
{
    /// <summary>A generator of zeros makes all alike, which is said once it was seen for a while.</summary>
    [Fact]
    public void ACollapseIsSaidInWords()
    {
        fixture.Gpu.Seed(1);
        (float[] points, int[] parts) = DrawnPoints.Make(PointFigure.Moons, 64, 0.1f, seed: 1);
        Dataset data = Dataset.Of("moons", new Column("point", points, [2], new Meaning.Quantity()),
            new Column("label", parts, [], new Meaning.Label(["a", "b"])));
        Players players = new(new Dense(2, 2, weight: Initializer.Zeros), new Dense(2, 1), 2);
        using Scene scene = new(fixture.Gpu);
        scene.Error += failure => throw failure;
        TrainerBehaviour trainer = new(new GanLearner(players, new Adam(0), new Adam(0)), data, 16) { Length = RunLength.Steps(1000) };
        scene.Add("trainer", trainer);
        AdviceView view = new();
        scene.Add("advice", view);
        Remark remark = (Remark)view.MakeView();
        for (int i = 0; i < 7; i++)
        {
            scene.Playback.StepOnce();
            scene.Time.Budget = TimeSpan.FromSeconds(1);
            scene.Frame(Time.LongestDelta);
            Assert.Equal(i < 5, remark.Text == "It begins.");
            trainer.Measure();
        }

        Assert.StartsWith("What is made is all alike: 0 % as far", remark.Text);
        Assert.True(remark.IsWarning);
    }

    [Fact]
    public void SaysWhatItNeeds()
    {
        using SmallScene small = new(fixture.Gpu);
        AdviceView view = new();
        small.Scene.Add("advice", view);
        Assert.Equal("Advice needs a learner that gives some, such as a Gan; Classifier gives none.",
            Assert.Throws<ArgumentException>(() => view.MakeView()).Message);
    }
}
