using System.Security.Cryptography;
using System.Text;
using VkLearn.Compile;
using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Optimizers;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Engine;

/// <summary>Several learners in a scene: none learns anything else because there are others, or because of when they had their turns.
/// </summary>
[Collection("gpu")]
public sealed class SeveralLearnersTests(GpuFixture fixture)
{
    const int Steps = 23;

    readonly string directory = TempFolder.New();

    string Last => Path.Combine(directory, "last.safetensors");

    [Theory, InlineData(0.0004, 0.0004), InlineData(10, 10), InlineData(10, 0.0004)]
    public void TheBitsOfTwoTrainersOnOneDataSetDoNotDependOnTheirTurns(double firstBudget, double secondBudget)
    {
        (string First, string? Second) together = Train(1, 1);
        Assert.NotEqual(together.First, together.Second);
        Assert.Equal(together.First, Train(1, null).First);

        Assert.Equal(together, Train(firstBudget, secondBudget));
    }

    /// <param name="secondMilliseconds">Null: there is no second.</param>
    (string First, string? Second) Train(double firstMilliseconds, double? secondMilliseconds)
    {
        Seed();
        Dataset digits = Digits();
        using Scene scene = new(fixture.Gpu);
        scene.Error += failure => throw failure;
        TrainerBehaviour first = OfDigits(digits, -100), second = OfDigits(digits, -50);
        scene.Add("first", new Miser(() => firstMilliseconds, -101), first);
        if (secondMilliseconds is { } milliseconds)
        {
            scene.Add("second", new Miser(() => milliseconds, -51), second);
        }

        for (int frames = 0; !first.IsOver || (secondMilliseconds is not null && !second.IsOver); frames++)
        {
            Assert.True(frames < 100_000, "it goes on for ever");
            scene.Frame(0);
        }

        return (WeightsHash.Of(first.Learner), secondMilliseconds is null ? null : WeightsHash.Of(second.Learner));
    }

    static TrainerBehaviour OfDigits(Dataset digits, int order)
    {
        Sequential model = new(new Flatten(), new Dense(784, 16), new Relu(), new Dropout(0.2f), new Dense(16, 10));
        return new(new Classifier(model, new Adam(1e-3f)), digits, batch: 20) { Length = RunLength.Steps(Steps), Order = order };
    }

    Dataset Digits() => new DrawnDigitsSource(train: 200, test: 1, seed: 1).Load(fixture.Gpu).Train;

    [Fact]
    public void TheFirstOfAFileLearnsWhatItLearnsAlone()
    {
        RunResult both = Run(out SceneFile file);
        string alone = Run(out _, changes: ("learners", File(SceneFile.Parse("scene.json", SeveralText()).Text, "a"))).WeightsHash;

        Assert.Equal(alone, WeightsHash.Of(file.Learner));
        string lines = string.Concat(file.Learners.Select(one => $"{one.Name} {WeightsHash.Of(one.Learner)}\n"));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines))), both.WeightsHash);
        Assert.NotEqual(WeightsHash.Of(file.Learners[0].Learner), WeightsHash.Of(file.Learners[1].Learner));
        Assert.Equal(both.WeightsHash, Run(out _).WeightsHash);
        RunResult slow = Run(out _, milliseconds: 0.01); // tests of both between each other's batches
        Assert.Equal(both.WeightsHash, slow.WeightsHash);
        Assert.Equal(Numbers(both), Numbers(slow));

        static IEnumerable<(string, double)> Numbers(RunResult result) => result.Tests.SelectMany(test => test.Named)
            .Select(one => (one.Name, one.Value.Value)).OrderBy(one => one.Name, StringComparer.Ordinal);
    }

    [Fact]
    public void WhoToldOnlyAfterTheOtherDidIsAsFastAsItWas()
    {
        using Scene scene = new(fixture.Gpu);
        Dataset digits = Digits();
        TrainerBehaviour first = OfDigits(digits, -100), second = OfDigits(digits, -50);
        scene.Add("first", new Miser(() => 10, -101), first);
        scene.Add("second", new Miser(() => 10, -51), second);
        ProgressMeans means = new(new Trainers([first, second]));
        for (int frames = 0; !first.IsOver || !second.IsOver; frames++)
        {
            Assert.True(frames < 1000, "it goes on for ever");
            scene.Frame(0);
        }

        double pace = Tell(first).StepsPerSecond;
        Assert.InRange(pace, 1, 1e6);
        Tell(second);
        Assert.Equal(pace, Tell(first).StepsPerSecond);

        RunProgress Tell(TrainerBehaviour trainer)
        {
            means.Add(trainer, new TrainingMetrics(Steps, 1, 1, new([])));
            return means.Take(trainer, null);
        }
    }

    /// <summary>One of them, as the only one.</summary>
    static string File(string scene, string name)
    {
        using System.Text.Json.JsonDocument read = System.Text.Json.JsonDocument.Parse(scene);
        return $"{{ \"{name}\": {read.RootElement.GetProperty("learners").GetProperty(name).GetRawText()} }}";
    }

    [Theory, InlineData(null), InlineData(0.01)]
    public void ARunThatWasEndedGoesOnToTheSameBits(double? milliseconds)
    {
        string unbroken = Run(out _).WeightsHash;
        foreach (int end in Enumerable.Range(0, 3).Select(_ => Random.Shared.Next(1, Steps - 1)))
        {
            Array.ForEach(Directory.GetFiles(directory), System.IO.File.Delete);
            string killed = TempFolder.New();
            RunResult ended = Run(out _, new(directory, Every: 3), end, milliseconds,
                () => System.IO.File.Copy(Last, Path.Combine(killed, "last.safetensors"), overwrite: true));
            Assert.False(ended.IsComplete);

            Assert.True(unbroken == Run(out _, new(directory, Every: 3, Resume: true), milliseconds: milliseconds).WeightsHash,
                $"ended after step {end}");
            Assert.True(unbroken == Run(out _, new(killed, Every: 3, Resume: true), milliseconds: milliseconds).WeightsHash,
                $"killed after step {end}");
        }
    }

    [Fact]
    public void ACheckpointHoldsTheFirstUnderItsNamesAndOthersBehindTheirs()
    {
        Run(out SceneFile file, new(directory));
        Snapshot last = Snapshot.Load(Last);

        Assert.Contains(last.Tensors, tensor => tensor.Name == "layers.1.weight");
        Assert.Contains(last.Tensors, tensor => tensor.Name == "b/layers.1.weight");
        Assert.Equal(("23", "23", "Sgd"), (last.Text("step"), last.Text("b/step"), last.Text("b/optimizer")[..3]));
        Assert.Equal(2 * Steps, last.AllSteps);
        string before = WeightsHash.Of(file.Learner);
        file.Learner.Models[0].Parameters[0].Load(new float[784 * 16]);
        file.Learner.Models[0].Load(fixture.Gpu, Last); // as eval and infer do
        Assert.Equal(before, WeightsHash.Of(file.Learner));
    }

    [Fact]
    public void AnothersCheckpointIsRefused()
    {
        Run(out _, new(directory));
        string renamed = SceneFile.Parse("scene.json", SeveralText()).Text.Replace("\"b\":", "\"c\":");
        using System.Text.Json.JsonDocument read = System.Text.Json.JsonDocument.Parse(renamed);

        Assert.Equal($"{Last}: it holds nothing of learner \"c\". Go on with the learners of before, in their order.",
            Assert.Throws<DataException>(() => Run(out _, new(directory, Resume: true),
                changes: ("learners", read.RootElement.GetProperty("learners").GetRawText()))).Message);
    }

    [Fact]
    public void ReportsNameWhatIsOfFurtherOnes()
    {
        List<RunProgress> told = [];
        List<VkLearn.Engine.TestResult> tests = [];
        RunResult result = Run(out _, onProgress: told.Add, onTest: tests.Add);

        Assert.Equal(["loss", "accuracy", "b.loss", "b.accuracy"],
            told.SelectMany(one => one.Metrics.Values).Select(value => value.Metric.Name).Distinct());
        Assert.Equal(Steps, told.Where(one => one.Metrics.Values.Find("loss") is not null).Sum(one => one.Metrics.Steps));
        Assert.Contains("b.testLoss", tests.SelectMany(test => test.Named).Select(one => one.Name));
        Assert.Equal(["b.testAccuracy", "b.testLoss", "testAccuracy", "testLoss"],
            result.Tests.SelectMany(test => test.Named).Select(one => one.Name).Order(StringComparer.Ordinal));
        Assert.Equal(result.Tests.First(test => test.Learner is null).Metrics, result.Test);
    }

    [Fact]
    public void EachIsFoundByItsName()
    {
        Seed();
        SceneFile file = SceneFile.Parse("scene.json", SeveralText());
        using TrainingRun run = TrainingRun.Prepare(fixture.Gpu, file, file.Data.Load(fixture.Gpu), RunLength.Steps(1));

        Assert.Same(file.Learners[1].Learner, run.Scene.FindTrainer("b").Learner);
        Assert.Equal(file.Learners[1].Learner.Models[0].Parameters[0].Memory, run.Scene.FindTensor("b/layers.1.weight"));
        Assert.Equal(file.Learner.Models[0].Parameters[0].Memory, run.Scene.FindTensor("layers.1.weight"));
    }

    [Fact]
    public void AModelThatTwoNameIsTrainedByBoth()
    {
        SceneFile file = SceneFile.Parse("scene.json", SeveralText("shared", "shared"));
        Assert.Same(file.Learners[0].Learner.Models[0], file.Learners[1].Learner.Models[0]);
        Assert.NotSame(file.Learners[0].Learner.Optimizers[0], file.Learners[1].Learner.Optimizers[0]);
    }

    [Theory]
    [InlineData("\"learner\": \"Classifier\", \"learners\": { \"a\": \"Classifier\" }",
        "(14,12): a scene has a \"learner\" or \"learners\", not both. Put it among them, under a name.")]
    [InlineData("\"learners\": {}", "(14,13): \"learners\" has none: give each a name")]
    [InlineData("\"learners\": { \"a/b\": \"Classifier\" }", "(14,22): a learner cannot be named \"a/b\"")]
    [InlineData("\"learners\": { \"a.b\": \"Classifier\" }", "(14,22): a learner cannot be named \"a.b\"")]
    [InlineData("\"learners\": { \"a\": \"Clasifier\" }",
        "(14,20): unknown type \"Clasifier\" at learners.a. Did you mean \"Classifier\"?")]
    [InlineData("\"learners\": { \"a\": { \"type\": \"Classifier\", \"modle\": \"x\" } }", "(14,44): unknown key \"modle\" in Classifier")]
    public void WhatIsWrongIsSaidWithItsPlace(string keys, string message)
    {
        var e = Assert.Throws<SettingsException>(() => SceneFile.Parse("scene.json", SceneText.With(keys)));
        Assert.StartsWith("scene.json" + message, e.Message);
    }

    [Fact]
    public void TheOneThatDoesNotFitIsBlamed()
    {
        SceneFile file = SceneFile.Read(SceneText.File(SeveralText()), ("models.second.layers.4.outFeatures", "9"));
        var e = Assert.Throws<SettingsException>(() => TrainingRun.Prepare(fixture.Gpu, file, file.Data.Load(fixture.Gpu)));
        Assert.Contains("scene.json(10,10): the model gives", e.Message);
    }

    /// <summary>A with the scene's optimiser and b with its own, on one data set, both of which draw random numbers.</summary>
    internal static string SeveralText(string a = "first", string b = "second")
    {
        const string layers = """
            "type": "Sequential", "layers": ["Flatten", { "type": "Dense", "inFeatures": 784, "outFeatures": 16 }, "Relu",
                { "type": "Dropout", "rate": 0.2 }, { "type": "Dense", "inFeatures": 16, "outFeatures": 10 }]
            """;
        return $$"""
            {
              "data": { "type": "DrawnDigits", "train": 200, "test": 60, "seed": 1 },
              "models": { "first": { {{layers}} }, "second": { {{layers}} }, "shared": { {{layers}} } },
              "optimizer": { "type": "Adam", "learningRate": { "type": "Cosine", "rate": 1e-2 } },
              "learners": {
                "a": { "type": "Classifier", "model": "{{a}}" },
                "b": { "type": "Classifier", "model": "{{b}}", "optimizer": { "type": "Sgd", "learningRate": 0.1, "momentum": 0.9 } }
              },
              "training": { "batch": 20, "epochs": 2 }
            }
            """;
    }

    void Seed()
    {
        fixture.Gpu.Seed(1);
        Session.Of(fixture.Gpu).Counters.Clock.Write(0); // as in a process of its own
    }

    RunResult Run(out SceneFile file, CheckpointOptions? checkpoints = null, int? cancelAfter = null, double? milliseconds = null,
        Action? beforeEnd = null, Action<RunProgress>? onProgress = null, Action<VkLearn.Engine.TestResult>? onTest = null,
        params (string, string)[] changes)
    {
        Seed();
        file = SceneFile.Read(SceneText.File(SeveralText()), changes);
        using TrainingRun run = TrainingRun.Prepare(fixture.Gpu, file, file.Data.Load(fixture.Gpu), RunLength.Steps(Steps));
        using CancellationTokenSource source = new();
        if (milliseconds is { } budget)
        {
            run.Scene.Add("miser", new Miser(() => budget * Random.Shared.Next(1, 4), -200));
        }

        if (checkpoints is not null)
        {
            run.Keep(checkpoints);
        }

        return run.Run(progress =>
        {
            onProgress?.Invoke(progress);
            if (progress.Metrics.Step == cancelAfter)
            {
                beforeEnd?.Invoke();
                source.Cancel();
            }
        }, every: 1, source.Token, onTest);
    }

    /// <summary>Sets a frame's budget for those who come after.</summary>
    sealed class Miser(Func<double> milliseconds, int order) : Behaviour
    {
        public override int Order { get; init; } = order;

        protected override void Update() => Time.Budget = TimeSpan.FromMilliseconds(milliseconds());
    }
}
