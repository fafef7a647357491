using VkLearn.Compile;
using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Formats;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Engine;

[Collection("gpu")]
public sealed class ResumeTests(GpuFixture fixture)
{
    const int Steps = 37;

    static readonly (string, string)[] harder =
    [
        ("optimizer.learningRate", """{ "type": "Cosine", "rate": 1e-2 }"""), ("model.layers.2", """{ "type": "Dropout", "rate": 0.2 }"""),
    ];

    readonly string directory = TempFolder.New();

    string Last => Path.Combine(directory, "last.safetensors");

    [Fact]
    public void FiveRunsThatWereEndedAnywhereGoOnToTheSameBits()
    {
        string unbroken = Run(RunLength.Steps(Steps)).WeightsHash;
        int[] ends = [.. RandomSteps(5)];
        foreach (int end in ends)
        {
            Array.ForEach(Directory.GetFiles(directory), File.Delete);
            RunResult ended = Run(RunLength.Steps(Steps), new(directory, Every: 5), cancelAfter: end);
            RunResult resumed = Run(RunLength.Steps(Steps), new(directory, Every: 5, Resume: true));

            Assert.Equal((end, false), (ended.Steps, ended.IsComplete));
            Assert.True(unbroken == resumed.WeightsHash, $"ended after step {end} of {string.Join(", ", ends)}");
            Assert.Equal((Steps, true), (resumed.Steps, resumed.IsComplete));
            Assert.True(resumed.TrainTime > ended.TrainTime);
        }
    }

    /// <summary>The rate falls by what is tested at the end of each epoch, also where a checkpoint was written just before.</summary>
    [Fact]
    public void ARateThatGoesByTestsGoesOnToTheSameBits()
    {
        (string, string) rate = ("optimizer.learningRate",
            """{ "type": "Plateau", "rate": 1e-2, "factor": 0.1, "patience": 0, "metric": "accuracy", "threshold": 0.9 }""");
        string unbroken = Run(RunLength.Steps(Steps), changes: rate).WeightsHash;
        Assert.NotEqual(unbroken, Run(RunLength.Steps(Steps), changes: ("optimizer.learningRate", "1e-2")).WeightsHash);
        foreach (int end in (int[])[10, 20, 25])
        {
            Array.ForEach(Directory.GetFiles(directory), File.Delete);
            Run(RunLength.Steps(Steps), new(directory, Every: 5), cancelAfter: end, changes: rate);
            Assert.Equal(unbroken, Run(RunLength.Steps(Steps), new(directory, Every: 5, Resume: true), changes: rate).WeightsHash);
        }
    }

    static IEnumerable<int> RandomSteps(int count) => Enumerable.Range(0, count).Select(_ => Random.Shared.Next(1, Steps));

    [Fact]
    public void TheLastIsWrittenAtEachIntervalAndTheBestByTheTest()
    {
        List<long> saved = [];
        RunResult result = Run(RunLength.Steps(24), new(directory, Every: 4), onProgress: _ =>
        {
            if (File.Exists(Last))
            {
                saved.Add(Snapshot.Load(Last).Step);
            }
        });

        Assert.Equal([0, 4, 8, 12, 16, 20], saved.Distinct());
        Snapshot last = Snapshot.Load(Last), best = Snapshot.Load(Path.Combine(directory, "best.safetensors"));
        Assert.Equal(24, last.Step);
        Assert.Contains(best.Step, new long[] { 10, 20, 24 });
        Assert.Equal(last.Text("bestAccuracy"), best.Text("bestAccuracy"));
        Assert.True(double.Parse(best.Text("bestAccuracy")) >= result.Test!.Value["accuracy"]);
    }

    [Fact]
    public void CheckpointsChangeNoBits() =>
        Assert.Equal(Run(RunLength.Steps(21)).WeightsHash, Run(RunLength.Steps(21), new(directory, Every: 1)).WeightsHash);

    [Fact]
    public void AnotherScenesCheckpointIsRefusedAndTheDifferenceNamed()
    {
        Run(RunLength.Steps(10), new(directory));

        Refused("its seed is 1, asked for is 2. Leave --seed out to go on.", seed: 2);
        Refused("it is of another scene: model.layers[3].bias was not given, is false. Go on", ("model.layers.3.bias", "false"));
        Refused("it is of another scene: optimizer.type was \"Adam\", is \"AdamW\". Go on", ("optimizer.type", "AdamW"));
        Refused("data was 200 items", ("data.seed", "8"));
        Refused("batch was 20, is 10; it goes on only with what it began with.", ("training.batch", "10"));
        // As much as the same: another way to write a number, and what is not learned by.
        Run(RunLength.Steps(10), new(directory, Resume: true),
            changes: [("model.layers.1.outFeatures", "1.6e1"), ("training.epochs", "5")]);
    }

    [Fact]
    public void ACheckpointIsNotWrittenOverByAnotherRun()
    {
        Run(RunLength.Steps(3), new(directory));

        Assert.Equal($"{Last}: is the checkpoint of another run. Go on from it with --resume, or name another directory.",
            Assert.Throws<DataException>(() => Run(RunLength.Steps(3), new(directory))).Message);
    }

    [Fact]
    public void NothingToGoOnFromStartsAnew()
    {
        string fresh = Path.Combine(directory, "made", "when needed");

        Assert.Equal(9, Run(RunLength.Steps(9), new(fresh, Resume: true)).Steps);
        Assert.True(File.Exists(Path.Combine(fresh, "last.safetensors")));
    }

    [Fact]
    public void ARunByTimeGoesOnWithItsTime()
    {
        RunResult first = Run(RunLength.Seconds(0.2), new(directory));
        RunResult second = Run(RunLength.Seconds(0.2), new(directory, Resume: true));

        Assert.Equal((first.Steps, first.WeightsHash), (second.Steps, second.WeightsHash));
    }

    void Refused(string message, params (string, string)[] changes) => Refused(message, null, changes);

    void Refused(string message, int? seed, params (string, string)[] changes) => Assert.StartsWith($"{Last}: {message}",
        Assert.Throws<DataException>(() => Run(RunLength.Steps(20), new(directory, Resume: true, Seed: seed), changes: changes)).Message);

    RunResult Run(RunLength length, CheckpointOptions? checkpoints = null, int? cancelAfter = null,
        Action<RunProgress>? onProgress = null, params (string, string)[] changes)
    {
        fixture.Gpu.Seed(1);
        Session.Of(fixture.Gpu).Counters.Clock.Write(0); // as in a process of its own
        SceneFile scene = SceneFile.Read(SceneText.File(), [.. harder, .. changes]);
        using TrainingRun run = TrainingRun.Prepare(fixture.Gpu, scene, scene.Data.Load(fixture.Gpu), length);
        using CancellationTokenSource source = new();
        if (checkpoints is not null)
        {
            run.Keep(checkpoints);
        }

        return run.Run(progress =>
        {
            onProgress?.Invoke(progress);
            if (progress.Metrics.Step == cancelAfter)
            {
                source.Cancel();
            }
        }, every: 1, source.Token);
    }
}
