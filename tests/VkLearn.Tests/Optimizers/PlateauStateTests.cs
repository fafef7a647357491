using VkLearn.Data;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Optimizers;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Optimizers;

/// <summary>A learning rate that falls when tests get no better.</summary>
[Collection("gpu")]
public sealed class PlateauStateTests(GpuFixture fixture)
{
    /// <summary>What PyTorch's ReduceLROnPlateau makes of 1 by these losses, of factor 0.5.</summary>
    [Theory, InlineData(1, 0, 0f, "4 3 2 2 2 1 1 1", "1 1 1 1 0.5 0.5 0.5 0.25"),
        InlineData(0, 2, 0f, "4 4 4 4 4 4", "1 0.5 0.5 0.5 0.25 0.25"),
        InlineData(0, 0, 0.3f, "4 4 4 4", "1 0.5 0.3 0.3"), InlineData(0, 0, 0f, "4 NaN 3 NaN", "1 0.5 0.5 0.25")]
    public void FallsAsPyTorchs(int patience, int cooldown, float floor, string losses, string expected)
    {
        PlateauState state = new(new PlateauSchedule(1, 0.5f, patience, 1e-4f, cooldown, floor));
        int step = 0;
        Assert.Equal(Numbers(expected), Numbers(losses).Select(loss =>
        {
            state.Note(loss, isLowerBetter: true, ++step);
            return (float)state.Factor;
        }));
    }

    static float[] Numbers(string text) =>
        [.. text.Split(' ').Select(number => float.Parse(number, System.Globalization.CultureInfo.InvariantCulture))];

    [Fact]
    public void BetterIsByMoreThanAShareAndEitherWay()
    {
        PlateauState state = new(new PlateauSchedule(1, 0.5f, Patience: 0, Threshold: 0.1f));
        Assert.False(state.Note(10, isLowerBetter: false, 1));
        Assert.False(state.Note(11.1, isLowerBetter: false, 2));
        Assert.True(state.Note(12, isLowerBetter: false, 3));
        Assert.False(state.Note(0, isLowerBetter: false, 3)); // of the same step: noted already
    }

    [Fact]
    public void TheTrainerSetsTheRateAndASnapshotKeepsIt()
    {
        PlateauSchedule schedule = new(0.5f, 0.5f, Patience: 1);
        using Trainer trainer = Make(schedule, out Sgd sgd), other = Make(schedule, out Sgd others);
        Assert.Equal([1, 1, 0.5f, 0.5f], Enumerable.Range(0, 4).Select(_ => Tested(trainer, sgd, loss: 2) / 0.5f));
        sgd.LearningRateFactor = 3;
        Assert.Equal([0.75f], sgd.Rate.ToArray()); // a slider has a factor of its own

        Snapshot snapshot = trainer.Capture();
        other.Restore(snapshot);
        Assert.False(other.AwaitsTest);
        Assert.Equal([0.75f], others.Rate.ToArray());
        Assert.Equal((Tested(trainer, sgd, 2), Tested(trainer, sgd, 2)), (Tested(other, others, 2), Tested(other, others, 2)));
        Assert.Equal([0.375f], others.Rate.ToArray());
        Assert.Equal(trainer.Capture().Metadata, other.Capture().Metadata);
    }

    [Fact]
    public void AfterAWarmUpItFallsToo()
    {
        using Trainer trainer = Make(new WarmUpSchedule(2, new PlateauSchedule(0.5f, 0.5f, Patience: 0)), out Sgd sgd);
        Assert.Equal([1, 0.5f], Enumerable.Range(0, 2).Select(_ => Tested(trainer, sgd, loss: 2)));
    }

    [Fact]
    public void AMetricThatThereIsNotIsRefused()
    {
        Assert.Equal("the learning rate goes by the metric \"acuracy\" of tests, which Classifier has not. It has loss, accuracy.",
            Assert.Throws<ArgumentException>(() => Make(new PlateauSchedule(1, Metric: "acuracy"), out _)).Message);
        using Trainer trainer = Make(new PlateauSchedule(1, Metric: "accuracy"), out _);
        trainer.Run(1);
        Assert.StartsWith("Sgd: the learning rate goes by the accuracy of tests, which tell of loss only.",
            Assert.Throws<InvalidOperationException>(() => trainer.Note(Test(trainer, 1))).Message);
    }

    Trainer Make(Schedule schedule, out Sgd sgd)
    {
        fixture.Gpu.Seed(1);
        sgd = new Sgd(schedule);
        return new(fixture.Gpu, new Classifier(new Sequential(new Dense(1, 2)), sgd), Dataset.From([1f, 2f], [0, 1], [1]), 2);
    }

    static float Tested(Trainer trainer, Sgd sgd, double loss)
    {
        trainer.Run(1);
        Assert.True(trainer.AwaitsTest);
        trainer.Note(Test(trainer, loss));
        return sgd.Rate.ToArray()[0];
    }

    static EvaluationMetrics Test(Trainer trainer, double loss) =>
        new(new MetricValues(new MetricValue(trainer.Read().Values[0].Metric, loss)), 1);
}
