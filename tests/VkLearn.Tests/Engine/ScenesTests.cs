using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Engine.Views;
using VkLearn.Gpu;
using VkLearn.Rendering;
using Xunit;

namespace VkLearn.Tests.Engine;

/// <summary>The scenes that come with VkLearn, on a few made-up items of their data's size.</summary>
[Collection("gpu")]
public sealed class ScenesTests(GpuFixture fixture)
{
    const int Items = 32, MostBatches = 5; // of a step

    public static TheoryData<string> Scenes =>
        [.. Directory.GetFiles(RepositoryRoot.Find("scenes"), "*.json").Select(path => Path.GetFileName(path)).Order()];

    [Theory, MemberData(nameof(Scenes))]
    public void EveryViewOfASceneCanBeDrawn(string scene)
    {
        using OffscreenTarget target = new(fixture.Gpu, 1280, 720);
        using TrainingRun run = Prepare(scene, target);
        List<string> errors = [];
        run.Scene.Error += failure => errors.Add(failure.Message);
        run.Player.Views.Update()!.Arrange(new(0, 0, 1280, 720), 6, 1, [], static (view, place) => view.Bounds = place);

        Assert.Empty(errors);
        Assert.All(run.Scene.Layout!.Leaves, view =>
            Assert.True(run.Player.Views.Find((IShown)view) is { Bounds: { Width: >= 110, Height: >= 64 } }, $"no room for {view}"));
    }

    /// <summary>What a user can pick in a scene's Choices.</summary>
    [Theory, MemberData(nameof(Scenes))]
    public void EveryChoiceOfASceneCanBeMade(string scene)
    {
        string file = Path.Combine(RepositoryRoot.Find("scenes"), scene);
        IEnumerable<SceneChange> changes = SceneFile.Read(file).Views.Select(view => view.Behaviour).OfType<ChoicesView>()
            .SelectMany(view => view.Choices).SelectMany(choice => choice.All);
        Assert.All(changes, change => SceneFile.Read(change.Scene ?? file, change.Values));
    }

    /// <summary>A scene for a few steps; what it would take minutes to estimate at their end is left out.</summary>
    internal static SceneFile Read(string scene, int batch)
    {
        string path = Path.Combine(RepositoryRoot.Find("scenes"), scene);
        (string, string)[] changes = [("training.batch", $"{batch}"), ("frame.rate", "1000")];
        string text = File.ReadAllText(path);
        string[] counts = ["distributions", "draws", "repeats"]; // of what is estimated; none at 0
        return SceneFile.Read(path, [.. changes, .. counts.Where(count => text.Contains($"\"{count}\"", StringComparison.Ordinal))
            .Select(count => ($"learner.{count}", "0"))]);
    }

    /// <summary>Made-up items of the form of a scene's data.</summary>
    internal static Dataset Data(SceneFile file, string name, int items) =>
        Dataset.Of(name, [.. file.Data.Fields.Select(field => MadeUp(field, items))]);

    static Column MadeUp(Field field, int items)
    {
        byte[] bytes = new byte[items * field.Shape.Count];
        new Random(1).NextBytes(bytes);
        int kinds = Math.Max(1, field.Meaning switch
        {
            Meaning.Label label => label.Names.Count,
            Meaning.Tokens tokens => tokens.Vocabulary.Count,
            _ => 1,
        });
        return new Column(field, field.Type switch
        {
            DType.UInt8 => bytes,
            DType.Int32 => bytes.Select((_, i) => i % kinds).ToArray(),
            _ => bytes.Select(value => value / 64f - 2).ToArray(),
        });
    }

    TrainingRun Prepare(string scene, ITarget? target)
    {
        SceneFile file = Read(scene, batch: 16);
        fixture.Gpu.Seed(1);
        Splits data = new(Data(file, "train", MostBatches * Items), Data(file, "test", Items));
        return TrainingRun.Prepare(fixture.Gpu, file, data, RunLength.Steps(4), new RunOptions { Target = target });
    }
}
