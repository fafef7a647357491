using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Formats;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Training;

/// <summary>A checkpoint is tested and asked as its run was.</summary>
[Collection("gpu")]
public sealed class LearnerFileTests(GpuFixture fixture)
{
    readonly string directory = TempFolder.New();

    const string Scene = """
        {
          "data": { "type": "DrawnDigits", "train": 100, "test": 40, "seed": 1 },
          "models": { "one": MODEL, "two": MODEL },
          "learners": {
            "a": { "type": "Classifier", "model": "one", "optimizer": { "type": "Adam", "learningRate": 1e-2 }, "weightAverage": 0.9 },
            "b": { "type": "Classifier", "model": "two", "optimizer": { "type": "Sgd", "learningRate": 0.1 }, "weightAverage": 0.5 } },
          "training": { "batch": 20, "epochs": 3 }
        }
        """;

    static SceneFile Read() => SceneFile.Parse("scene.json", Scene.Replace("MODEL",
        """{ "type": "Sequential", "layers": ["Flatten", { "type": "Dense", "inFeatures": 784, "outFeatures": 10 }] }"""));

    [Fact]
    public void EachLearnerIsTestedWithItsAveragesAsItsRunWas()
    {
        fixture.Gpu.Seed(1);
        SceneFile file = Read();
        Splits data = file.Data.Load(fixture.Gpu);
        RunResult result;
        using (TrainingRun run = TrainingRun.Prepare(fixture.Gpu, file, data))
        {
            run.Keep(new CheckpointOptions(directory));
            result = run.Run(_ => { }, cancellation: TestContext.Current.CancellationToken);
        }

        foreach (string? name in new[] { null, "b" })
        {
            Learner learner = Read().FindLearner(name).Learner;
            learner.Load(fixture.Gpu, Path.Combine(directory, "last.safetensors"), name);
            using Evaluator evaluator = new(fixture.Gpu, learner, data.Test);
            Assert.Equal(result.Tests.Single(test => test.Learner == name && test.Name == VkLearn.Engine.TestResult.Test).Metrics.Values
                .Select(value => value.Value), evaluator.Run().Values.Select(value => value.Value));
        }

        Assert.Contains("holds nothing of a learner \"c\"", Assert.Throws<DataException>(() =>
            Read().Learner.Load(fixture.Gpu, Path.Combine(directory, "last.safetensors"), "c")).Message);
    }

    [Fact]
    public void AnUnknownLearnerIsRefusedWithTheNearestWord() =>
        Assert.Equal("There is no learner \"bb\". Did you mean \"b\"? There are: a, b.",
            Assert.Throws<ArgumentException>(() => Read().FindLearner("bb")).Message);
}
