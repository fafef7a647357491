using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Formats;
using VkLearn.Rendering;
using Xunit;

namespace VkLearn.Tests.Engine;

[Collection("gpu")]
public sealed class SeenRunTests(GpuFixture fixture)
{
    [Fact]
    public void ViewsAndFrameRatesDoNotChangeTheBits()
    {
        string unseen = Run(target: null).WeightsHash;

        foreach ((string rate, string share) in new[] { ("1000", "0.9"), ("60", "0.8"), ("30", "0.8"), ("10", "0.8"), ("60", "0.01") })
        {
            using OffscreenTarget target = new(fixture.Gpu, 800, 450);
            RunResult seen = Run(target, ("frame.rate", rate), ("frame.training", share));

            Assert.Equal((20, unseen), (seen.Steps, seen.WeightsHash));
            Assert.True(seen.Frames is { P50: > 0 } frames && frames.P99 >= frames.P50, $"{seen.Frames}");
        }
    }

    [Fact]
    public void TakesAPictureOfEachNthStepOrOfTheEnd()
    {
        string file = Path.Combine(TempFolder.New(), "p.png");
        using OffscreenTarget target = new(fixture.Gpu, 640, 360);
        Run(target, new Pictures(file, Every: 7));
        Run(target, new Pictures(file));

        Assert.Equal(["p-000007.png", "p-000014.png", "p.png"],
            Directory.GetFiles(Path.GetDirectoryName(file)!).Select(path => Path.GetFileName(path)).Order());
        (byte[] rgba, int width, int height) = PngFile.Read(file);
        Assert.Equal((640, 360), (width, height));
        Assert.True(rgba.Distinct().Count() > 50);
    }

    /// <summary>It makes no step; seen is how the next batch goes through the weights that it ended with, which stay as they are.</summary>
    [Fact]
    public void ARunThatHadEndedIsSeenTooWhenItIsResumed()
    {
        string directory = TempFolder.New();
        (RunResult ended, float[] before) = Resumed(new CheckpointOptions(directory));
        (RunResult resumed, float[] seen) = Resumed(new CheckpointOptions(directory, Resume: true));

        Assert.Equal((ended.Steps, ended.WeightsHash), (resumed.Steps, resumed.WeightsHash));
        Assert.Contains(seen, value => value > 0.5f);
        Assert.NotEqual(before, seen);

        (RunResult, float[]) Resumed(CheckpointOptions checkpoints)
        {
            using OffscreenTarget target = new(fixture.Gpu, 320, 200);
            using TrainingRun run = Prepare(SceneFile.Read(SceneText.File(SceneText.With(SceneText.Views))),
                new RunOptions { Target = target, Pictures = new Pictures(Path.Combine(directory, "p.png")) });
            run.Keep(checkpoints);
            RunResult result = run.Run(_ => { }, cancellation: TestContext.Current.CancellationToken);
            return (result, Tensor.At(fixture.Gpu, run.Scene.FindTensor("batch")).ToArray(fixture.Gpu));
        }
    }

    [Fact]
    public void FilmsEachNthStepAndTheEndWithoutChangingTheBits()
    {
        string file = Path.Combine(TempFolder.New(), "films", "film.gif");
        string unseen = Run(target: null).WeightsHash;
        using OffscreenTarget target = new(fixture.Gpu, 640, 360);
        using TrainingRun run = Prepare(SceneFile.Read(SceneText.File(SceneText.With(SceneText.Views))),
            new RunOptions { Target = target, Film = new FilmOptions(file, Every: 6) });
        RunResult result = run.Run(_ => { }, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal((unseen, 0), (result.WeightsHash, result.Lost.Count));
        using SkiaSharp.SKCodec film = SkiaSharp.SKCodec.Create(file);
        Assert.Equal((4, 640, 360), (film.FrameCount, film.Info.Width, film.Info.Height)); // steps 6, 12, 18 and 20
    }

    [Fact]
    public void AFilmThatCannotGoOnEndsAndTheRunDoesNot()
    {
        string folder = Path.Combine(TempFolder.New(), "films"), file = Path.Combine(folder, "film.gif");
        using OffscreenTarget target = new(fixture.Gpu, 320, 200);
        using TrainingRun run = Prepare(SceneFile.Read(SceneText.File(SceneText.With(SceneText.Views))),
            new RunOptions { Target = target, Film = new FilmOptions(file, Every: 1) });
        List<string> told = [];
        run.NotWritten += told.Add;
        Directory.Delete(folder);
        RunResult result = run.Run(_ => { }, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal((20, true), (result.Steps, result.IsComplete));
        Assert.StartsWith($"{file}: the film ends here: ", Assert.Single(told));
        Assert.Equal(told, result.Lost);
        Assert.StartsWith("film.avi: a film is", Assert.Throws<IOException>(() => new FilmOptions("film.avi").Check()).Message);
        IOException refused = Assert.Throws<IOException>(() => new FilmOptions("/proc/no/film.gif").Check());
        Assert.Contains("no film can be written there", refused.Message);
    }

    [Theory]
    [InlineData("\"views\": { \"type\": \"TensorGrid\", \"tensor\": \"layers.3:outptu\" }",
        "(14,44): The training step computes no tensor \"layers.3:outptu\". Did you mean \"layers.3:output\"?")]
    [InlineData("\"views\": { \"type\": \"Bars\", \"tensor\": \"drwing/probabilities\" }",
        "(14,38): \"drwing/probabilities\": no entity \"drwing\" has tensors. Known: trainer.")]
    [InlineData("\"views\": { \"type\": \"Matrix\", \"tensor\": \"batch\" }", "(14,40): Matrix \"batch\": a tensor [R, C] with")]
    [InlineData("\"views\": { \"type\": \"TensorGrid\", \"tensor\": \"layers.3.weight\", \"image\": [28, 28] }",
        "(14,44): TileLayout.OfUnits: a weight [in, out] with in >= 28 x 28 is needed, received [16, 10].")]
    [InlineData("\"views\": { \"column\": [\"DrawingPad\", { \"type\": \"Bars\", \"tensor\": \"DrawingPad/layers.9:output\" }] }",
        "(14,65): The drawing's step computes no tensor \"layers.9:output\".")]
    [InlineData("\"views\": { \"type\": \"Curve\", \"metric\": \"los\" }",
        "(14,10): There is no metric \"los\". Did you mean \"loss\"? The learner tells of: loss, accuracy.")]
    [InlineData("\"views\": { \"type\": \"Bars\", \"tensor\": \"output\", \"low\": 1, \"high\": 1 }",
        "(14,66): \"high\" must be more than \"low\", received 1 and 1.")]
    public void SaysWhereAViewIsWrong(string keys, string message)
    {
        using OffscreenTarget target = new(fixture.Gpu, 320, 200);

        var e = Assert.Throws<SettingsException>(
            () => Prepare(SceneFile.Read(SceneText.File(SceneText.With(keys))), new() { Target = target }));

        Assert.Contains("scene.json" + message, e.Message);
    }

    [Fact]
    public void ABehaviourOfTheUsersOwnIsNamedInTheFile()
    {
        System.Runtime.CompilerServices.RuntimeHelpers.RunModuleConstructor(typeof(Extension.Plateau).Module.ModuleHandle);
        SceneFile scene = SceneFile.Read(SceneText.File(SceneText.With(
            "\"behaviours\": [{ \"type\": \"Plateau\", \"patience\": 2, \"name\": \"plateau\" }]")), ("optimizer.learningRate", "0"));
        using TrainingRun run = Prepare(scene, new RunOptions());
        run.Run(_ => { }, every: 1, TestContext.Current.CancellationToken);

        Assert.True(run.Scene.Find("plateau")?.GetBehaviour<Extension.Plateau>()?.Halvings > 2);
    }

    RunResult Run(ITarget? target, params (string, string)[] changes)
    {
        using TrainingRun run = Prepare(
            SceneFile.Read(SceneText.File(SceneText.With(SceneText.Views)), changes), new RunOptions { Target = target });
        return run.Run(_ => { }, cancellation: TestContext.Current.CancellationToken);
    }

    void Run(ITarget target, Pictures pictures)
    {
        SceneFile scene = SceneFile.Read(SceneText.File(SceneText.With(SceneText.Views)));
        using TrainingRun run = Prepare(scene, new RunOptions { Target = target, Pictures = pictures });
        run.Run(_ => { }, cancellation: TestContext.Current.CancellationToken);
    }

    TrainingRun Prepare(SceneFile scene, RunOptions options)
    {
        fixture.Gpu.Seed(1);
        return TrainingRun.Prepare(fixture.Gpu, scene, scene.Data.Load(fixture.Gpu), options: options);
    }
}
