using VkLearn.Engine;
using VkLearn.Engine.Views;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Rendering.Widgets;
using Xunit;

namespace VkLearn.Tests.Engine.Views;

[Collection("gpu")]
public sealed class ChoicesViewTests(GpuFixture fixture)
{
    const string Choices = """
        "views": { "type": "Choices", "title": "What", "choices": [
          { "name": "units", "options": [
            { "name": "few", "set": { "model.layers.1.outFeatures": 16, "model.layers.3.inFeatures": 16 } },
            { "name": "many", "set": { "model.layers.1.outFeatures": 32, "model.layers.3.inFeatures": 32 } },
            { "name": "another", "scene": "gan" } ] },
          { "name": "batch", "path": "training.batch", "oneOf": [10, 20], "names": ["ten", "twenty"], "keepsLearned": true } ] }
        """;

    [Fact]
    public void ItShowsWhatTheSceneHasAndAsksForWhatIsPicked()
    {
        using OffscreenTarget target = new(fixture.Gpu, 400, 300);
        using TrainingRun run = Prepare(SceneText.With(Choices), target);
        Picker[] pickers = Pickers(run);
        Assert.Equal(["units", "batch"], pickers.Select(one => one.Label));
        Assert.Equal(["ten", "twenty"], pickers[1].Options);
        Assert.Equal([0, 1], pickers.Select(one => Assert.Single(Enumerable.Range(0, one.Options.Count), one.IsLit)));

        Pick(pickers[0], 1);
        Assert.Equal("model.layers.1.outFeatures = 32, model.layers.3.inFeatures = 32", $"{run.Scene.Changes.Asked}");
        Pick(pickers[1], 0);
        Assert.Equal(3, run.Scene.Changes.Asked!.Values.Count); // one after the other
        Assert.False(run.Scene.Changes.Asked.KeepsLearned);
        Pick(pickers[0], 2);
        Assert.Equal("gan", $"{run.Scene.Changes.Asked}");
        RunResult result = run.Run(_ => { }, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal((0, false, 0), (result.Steps, result.IsComplete, result.Tests.Count));
    }

    [Fact]
    public void OfAListAnyMayBePickedButTheLastStays()
    {
        const string keys = """
            "frame": { "rate": 30 },
            "views": { "type": "Choices", "choices": [{ "name": "sees", "path": "model.features", "anyOf": ["X", "Y", "XY"] }] }
            """;
        string scene = """
            { "data": { "type": "DrawnPoints", "figure": "Xor", "train": 40, "test": 20 },
              "model": { "type": "PlaneMlp", "features": ["Y"], "layers": 1, "width": 2, "outFeatures": 2 },
              "optimizer": { "type": "Adam", "learningRate": 1e-3 },
              "training": { "batch": 20, "epochs": 2 },
            """ + keys + "}";
        using OffscreenTarget target = new(fixture.Gpu, 400, 300);
        using TrainingRun run = Prepare(scene, target);
        Picker picker = Assert.Single(Pickers(run));
        Assert.Equal(1, Assert.Single(Enumerable.Range(0, 3), picker.IsLit));
        Pick(picker, 1);
        Assert.Null(run.Scene.Changes.Asked);
        Pick(picker, 0);
        Assert.Equal("model.features = [\"X\", \"Y\"]", $"{run.Scene.Changes.Asked}");
    }

    [Fact]
    public void ARunThatKeepsCheckpointsIsNotChanged()
    {
        using OffscreenTarget target = new(fixture.Gpu, 400, 300);
        using TrainingRun run = Prepare(SceneText.With(Choices), target);
        run.Keep(new CheckpointOptions(TempFolder.New()));
        Pick(Pickers(run)[0], 1);
        Assert.Null(run.Scene.Changes.Asked);
    }

    [Fact]
    public void SaysWhatIsWrong()
    {
        string wrong = Choices.Replace(", \"twenty\"", "");
        Assert.Contains("2 values have as many names, received 1.",
            Assert.Throws<SettingsException>(() => SceneFile.Read(SceneText.File(SceneText.With(wrong)))).Message);
    }

    static Picker[] Pickers(TrainingRun run)
    {
        run.Player.Views.Update();
        return [.. ((ControlPanel)run.Player.Views.Find((IShown)run.Scene.Layout!.Leaves.First())!).Widgets.Cast<Picker>()];
    }

    static void Pick(Picker picker, int option) =>
        picker.Pointer(PointerAction.Press, 0.3f + 0.7f * (option + 0.5f) / picker.Options.Count, 0.5f);

    TrainingRun Prepare(string text, OffscreenTarget target)
    {
        GpuDevice gpu = fixture.Gpu;
        SceneFile scene = SceneFile.Read(SceneText.File(text));
        return TrainingRun.Prepare(gpu, scene, scene.Data.Load(gpu), options: new RunOptions { Target = target });
    }
}
