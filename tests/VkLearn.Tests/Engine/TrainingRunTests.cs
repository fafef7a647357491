using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Engine;

[Collection("gpu")]
public sealed class TrainingRunTests(GpuFixture fixture)
{
    [Fact]
    public void ReportsExactlyEachNthStep()
    {
        List<RunProgress> progress = [];

        RunResult result = Run(RunLength.Steps(17), progress.Add, every: 5);

        Assert.Equal([5L, 10L, 15L], progress.Select(p => p.Metrics.Step));
        Assert.All(progress, p => Assert.Equal(5, p.Metrics.Steps));
        Assert.Equal((17, 1.7, true), (result.Steps, result.Epochs, result.IsComplete));
        Assert.Equal(60, result.Test?.Count);
    }

    [Fact]
    public void ReportsTheEndOfEachEpochAndOfTheRun()
    {
        List<long> steps = [];

        RunResult result = Run(RunLength.Steps(25), p => steps.Add(p.Metrics.Step));

        Assert.Equal([10L, 20L, 25L], steps.Where(step => step is 10 or 20 or 25));
        Assert.Equal(25, result.Steps);
    }

    [Fact]
    public void WatchingDoesNotChangeTheBits() =>
        Assert.Equal(Run(RunLength.Epochs(2), _ => { }).WeightsHash, Run(RunLength.Epochs(2), _ => { }, every: 1).WeightsHash);

    [Fact]
    public void EndsByTime()
    {
        RunResult result = Run(RunLength.Seconds(0.3), _ => { });

        Assert.True(result is { IsComplete: true, Steps: > 0 });
        Assert.InRange(result.TrainTime.TotalSeconds, 0.3, 5);
    }

    [Fact]
    public void EndsWhenCancelledAndStillTests()
    {
        using CancellationTokenSource source = new();

        RunResult result = Run(RunLength.Epochs(100_000), _ => source.Cancel(), every: 7, end: source);

        Assert.Equal((7, false, 60), (result.Steps, result.IsComplete, result.Test?.Count));
    }

    [Fact]
    public void StopsAtANan()
    {
        var e = Assert.Throws<NanException>(() => Run(RunLength.Steps(20), _ => { }, changes: ("optimizer.learningRate", "1e30")));

        Assert.Contains("step 2 ", e.Message);
    }

    [Theory]
    [InlineData("model.layers.1.inFeatures", "783",
        "(7,7): Dense \"layers.1\": input [60, 784] has 784 features, weight [783, 16] expects 783. Use inFeatures: 784.")]
    [InlineData("model.layers.3.inFeatures", "17", "(9,7): Dense \"layers.3\": input [60, 16] has 16 features")]
    [InlineData("model.layers.3.outFeatures", "9",
        "(3,12): the model gives [20, 9], but 10 classes need [20, 10]. End it with outFeatures: 10.")]
    [InlineData("data.train", "19", "(13,26): the batch has 20 items, but there are only 19")]
    public void FindsWhatDoesNotFitInTheFile(string path, string value, string message)
    {
        var e = Assert.Throws<SettingsException>(() => Run(RunLength.Steps(1), _ => { }, changes: (path, value)));

        Assert.Contains("scene.json" + message, e.Message);
    }

    [Fact]
    public void AnAugmentationThatDoesNotFitIsFoundToo() => Assert.StartsWith(
        "--set training.augmentation={\"crop\": 28}: Augment: of images [20, 1, 28, 28] crop must be from 0 to 27 pixels",
        Assert.Throws<SettingsException>(
            () => Run(RunLength.Steps(1), _ => { }, changes: ("training.augmentation", "{\"crop\": 28}"))).Message);

    /// <summary>Else a run's bits would go by what the garbage collector has let go of.</summary>
    [Fact]
    public void LookingWhetherAnAugmentationFitsDrawsNoRandomNumber()
    {
        fixture.Gpu.Seed(1);
        SceneFile scene = SceneFile.Read(SceneText.File(), ("training.augmentation", "{\"crop\": 2, \"flip\": true}"));
        Counter clock = VkLearn.Compile.Session.Of(fixture.Gpu).Counters.Clock;
        uint before = clock.Read();
        using TrainingRun run = TrainingRun.Prepare(fixture.Gpu, scene, scene.Data.Load(fixture.Gpu), RunLength.Steps(1));

        Assert.Equal(before, clock.Read());
    }

    [Fact]
    public void AugmentationChangesWhatIsLearnedButNotHowItIsTested()
    {
        (string, string) crop = ("training.augmentation", "{\"crop\": 4, \"elastic\": {\"alpha\": 10, \"sigma\": 3}}");
        RunResult plain = Run(RunLength.Steps(5), _ => { }), augmented = Run(RunLength.Steps(5), _ => { }, changes: crop);
        Assert.NotEqual(plain.WeightsHash, augmented.WeightsHash);
        Assert.Equal(TestLoss(), TestLoss(crop));

        double TestLoss(params (string, string)[] changes) => Run(RunLength.Steps(0), _ => { }, changes: changes).Test!.Value["loss"];
    }

    RunResult Run(RunLength length, Action<RunProgress> onProgress, int? every = null, CancellationTokenSource? end = null,
        params (string, string)[] changes)
    {
        fixture.Gpu.Seed(1);
        SceneFile scene = SceneFile.Read(SceneText.File(), changes);
        using TrainingRun run = TrainingRun.Prepare(fixture.Gpu, scene, scene.Data.Load(fixture.Gpu), length);
        return run.Run(onProgress, every, end?.Token ?? TestContext.Current.CancellationToken);
    }
}
