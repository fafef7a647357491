using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Engine.Views;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Engine.Views;

/// <summary>Views of a scene's learner that is not its first.</summary>
[Collection("gpu")]
public sealed class LearnerViewsTests(GpuFixture fixture)
{
    const string Scene = """
        {
          "data": { "type": "DrawnDigits", "train": 100, "test": 20, "seed": 1 },
          "models": { "one": MODEL, "two": MODEL },
          "learners": {
            "a": { "type": "Classifier", "model": "one", "optimizer": { "type": "Adam", "learningRate": 1e-2 } },
            "bee": { "type": "Classifier", "model": "two", "optimizer": { "type": "Sgd", "learningRate": 0.125 } } },
          "training": { "batch": 10, "epochs": 3 },
          "views": VIEWS
        }
        """;

    static SceneFile Read(string views) => SceneFile.Parse("scene.json", Scene.Replace("VIEWS", views).Replace("MODEL", """
        { "type": "Sequential", "layers": [{ "type": "Conv2d", "inChannels": 1, "outChannels": 2, "kernelSize": 3 }, "Relu", "Flatten",
          { "type": "Dense", "inFeatures": 1352, "outFeatures": 10 }] }
        """));

    [Fact]
    public void ShowWhatTheNamedLearnerDoes()
    {
        fixture.Gpu.Seed(1);
        SceneFile file = Read("""
            { "row": [{ "type": "Statistics", "learner": "bee" }, { "type": "DrawingPad", "learner": "bee", "name": "pad" },
              { "type": "ImageBatch", "learner": "bee" }, { "type": "BatchImage", "learner": "bee", "name": "chosen" },
              { "type": "Misclassified", "learner": "bee" }, { "type": "Curve", "learner": "bee" },
              { "type": "Bars", "tensor": "chosen/probabilities" }, { "type": "Bars", "tensor": "pad/probabilities" },
              { "type": "StrongestPatches", "learner": "bee", "tensor": "layers.1:output" }] }
            """);
        using OffscreenTarget target = new(fixture.Gpu, 640, 360);
        using TrainingRun run = TrainingRun.Prepare(fixture.Gpu, file, file.Data.Load(fixture.Gpu), RunLength.Steps(3),
            new RunOptions { Target = target });
        run.Scene.Error += failure => throw failure;

        run.Run(_ => { }, cancellation: TestContext.Current.CancellationToken);

        IReadOnlyList<string> asked = [.. run.Scene.FindBehaviours<IShown>().SelectMany(view => view.Tensors).Distinct()];
        Assert.Equal(["bee/batch", "bee/label", "bee/learningRate", "bee/prediction", "chosen/probabilities", "pad/probabilities"],
            asked.Order(StringComparer.Ordinal));
        TrainerBehaviour second = run.Scene.FindTrainer("bee");
        Assert.Equal(second.Find("batch"), run.Scene.FindTensor("bee/batch"));
        Assert.Equal(3, run.Scene.FindTrainer("a").Steps);
    }

    /// <summary>A curve has another metric's tests beside its own.</summary>
    [Fact]
    public void ACurveHasAnotherMetricBesideIt()
    {
        fixture.Gpu.Seed(1);
        SceneFile file = Read("""{ "type": "Curve", "learner": "a", "metric": "loss", "beside": "accuracy" }""");
        using OffscreenTarget target = new(fixture.Gpu, 640, 360);
        using TrainingRun run = TrainingRun.Prepare(fixture.Gpu, file, file.Data.Load(fixture.Gpu), RunLength.Steps(3),
            new RunOptions { Target = target });
        RunResult result = run.Run(_ => { }, cancellation: TestContext.Current.CancellationToken);

        LinePlot plot = (LinePlot)run.Player.Views.Find(Assert.Single(run.Scene.FindBehaviours<CurveView>()))!;
        LineSeries beside = Assert.Single(plot.Series, series => series.Name == "accuracy");
        Assert.Equal((3, result.Test!.Value["accuracy"]), (beside.Last!.Value.X, beside.Last.Value.Y));
        Assert.Contains("There is no metric \"acuracy\". Did you mean \"accuracy\"?", Assert.Throws<SettingsException>(() =>
            TrainingRun.Prepare(fixture.Gpu, Read("""{ "type": "Curve", "beside": "acuracy" }"""), file.Data.Load(fixture.Gpu),
                RunLength.Steps(3), new RunOptions { Target = target })).Message);
    }

    [Theory, InlineData("Statistics"), InlineData("DrawingPad"), InlineData("ImageBatch"), InlineData("BatchImage"),
        InlineData("Misclassified"), InlineData("Curve"), InlineData("MovingFilter"), InlineData("Network")]
    public void AnUnknownOneIsRefusedInItsPlace(string view) => Assert.Contains(
        ": There is no learner \"be\". Did you mean \"bee\"? There are: a, bee.",
        Assert.Throws<SettingsException>(() => Read($$"""{ "type": "{{view}}", "learner": "be" }""")).Message);
}
