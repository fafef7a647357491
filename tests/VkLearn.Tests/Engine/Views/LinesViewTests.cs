using VkLearn.Engine;
using VkLearn.Engine.Views;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Engine.Views;

[Collection("gpu")]
public sealed class LinesViewTests(GpuFixture fixture)
{
    static SceneFile Read(string view) => SceneFile.Parse("scene.json", """
        {
          "data": { "type": "DrawnDigits", "train": 60, "test": 20, "seed": 1 },
          "learner": { "type": "DeepComparison", "depth": 9, "width": 8, "optimizer": { "type": "Adam", "learningRate": 1e-3 } },
          "training": { "batch": 10, "epochs": 1 },
          "views": VIEW
        }
        """.Replace("VIEW", view));

    /// <summary>Each line is where its tensor lies, and says so under the pointer.</summary>
    [Fact]
    public void LinesAreTheTensors()
    {
        fixture.Gpu.Seed(1);
        SceneFile file = Read("""
            { "type": "Lines", "title": "t", "tensors": ["residualGradient", "reluGradient"], "labels": ["one"], "xUnit": "block",
              "last": 100 }
            """);
        using OffscreenTarget target = new(fixture.Gpu, 640, 360);
        using TrainingRun run = TrainingRun.Prepare(fixture.Gpu, file, file.Data.Load(fixture.Gpu), RunLength.Steps(3),
            new RunOptions { Target = target });
        run.Scene.Error += failure => throw failure;

        run.Run(_ => { }, cancellation: TestContext.Current.CancellationToken);

        using LinePlot plot = (LinePlot)run.Scene.FindBehaviours<LinesView>().Single().MakeView();
        Assert.Equal(["one", "reluGradient"], plot.Series.Select(series => series.Name));
        Assert.Equal(("t", "block"), (plot.Title, plot.XUnit));
        Assert.Equal(["residualGradient", "reluGradient"], plot.Series.Select(series => series.Source!.Value.Name));
        Assert.Equal((0, 100), plot.XRange);
        Assert.All(plot.Series, series => Assert.Equal(9, series.Source!.Value.Count));
    }

    [Fact]
    public void WantsTensors() => Assert.Contains("scene.json(5,12): \"tensors\" is missing: name what is to be drawn.",
        Assert.Throws<SettingsException>(() =>
        {
            SceneFile file = Read("""{ "type": "Lines" }""");
            using TrainingRun run = TrainingRun.Prepare(fixture.Gpu, file, file.Data.Load(fixture.Gpu));
        }).Message);
}
