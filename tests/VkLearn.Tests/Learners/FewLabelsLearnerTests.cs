using VkLearn.Compile;
using VkLearn.Engine;
using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Learners;

[Collection("gpu")]
public sealed class FewLabelsLearnerTests(GpuFixture fixture)
{
    const string Scene = """
        {
          "data": { "type": "DrawnDigits", "train": 600, "test": 300, "seed": 1 },
          "model": { "type": "Sequential", "layers": ["Flatten",
            { "type": "Dense", "inFeatures": 784, "outFeatures": 48 }, "Sigmoid",
            { "type": "Dense", "inFeatures": 48, "outFeatures": 10 }] },
          "learner": { "type": "FewLabels", "labels": [20, 100], "draws": 2, "pretrainedRate": 3e-3, "plainRates": [3e-3, 1e-9],
            "updates": 60, "updateBatch": 20, "validation": 200, "machines": [{ "learningRate": 0.1 }] },
          "training": { "batch": 50, "epochs": 5 }
        }
        """;

    /// <summary>More labels are better, and of the plain networks one that has learned is chosen, not the one that stays as it began.
    /// </summary>
    [Fact]
    public void TellsOfEachNumberOfLabels()
    {
        Dictionary<string, double> metrics = Run();
        Assert.Equal(["plain100", "plain20", "pretrained100", "pretrained20"], metrics.Keys.Order(StringComparer.Ordinal));
        Assert.InRange(metrics["pretrained20"], 0.25, 0.95);
        Assert.InRange(metrics["plain20"], 0.25, 0.95);
        Assert.InRange(metrics["pretrained100"], metrics["pretrained20"] + 0.05, 1);
        Assert.InRange(metrics["plain100"], metrics["plain20"] + 0.05, 1);
        Assert.Equal(metrics, Run());
    }

    /// <summary>So that another plan may be tried on what has learned, but not other machines.</summary>
    [Fact]
    public void ThePlanOfTrialsIsNoSettingOfWhatHasLearned()
    {
        Assert.Equal(Settings(), Settings(("learner.updates", "7"), ("learner.pretrainedRate", "1")));
        Assert.NotEqual(Settings(), Settings(("learner.machines.0.learningRate", "0.2")));

        (string, string)[] Settings(params (string, string)[] changes)
        {
            using TrainingRun run = Prepare(changes);
            return [.. run.Scene.FindTrainer(null).Learner.AllSettings];
        }
    }

    /// <summary>Before anything is learned.</summary>
    [Fact]
    public void TooFewItemsAreRefused() => Assert.Contains(
        "scene.json(6,14): FewLabels needs 3 draws of 200 labels and 200 to choose a rate by, 800 items; there are 600 to learn from",
        Assert.Throws<SettingsException>(() => Prepare(("learner.labels", "[200]"), ("learner.draws", "3"))).Message);

    TrainingRun Prepare(params (string, string)[] changes)
    {
        fixture.Gpu.Seed(1);
        Session.Of(fixture.Gpu).Counters.Clock.Write(0); // as in a process of its own
        SceneFile file = SceneFile.Read(Engine.SceneText.File(Scene), changes);
        return TrainingRun.Prepare(fixture.Gpu, file, file.Data.Load(fixture.Gpu), RunLength.Epochs(5));
    }

    Dictionary<string, double> Run()
    {
        using TrainingRun run = Prepare();
        Assert.Equal([2, 2], run.Scene.FindTensor("accuracies").Type.Shape); // what views show of it
        return run.Run(_ => { }, cancellation: TestContext.Current.CancellationToken).Tests
            .SelectMany(test => test.Named).ToDictionary(one => one.Name, one => one.Value.Value);
    }
}
