using VkLearn.Engine;
using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Engine;

/// <summary>What a scene's file says of each layer and each behaviour, whatever its type.</summary>
public sealed class SceneEntriesTests
{
    static readonly List<string> log = [];

    static SceneEntriesTests() => Catalog<Behaviour>.Add("Teller", settings => new Teller(settings.Text("word")));

    [Fact]
    public void ALayerIsFrozenOrEvaluating()
    {
        SceneFile scene = SceneFile.Read(SceneText.File(), ("model.layers.1.frozen", "true"), ("model.layers.3.evaluating", "true"));
        Layer model = scene.Learner.Models[0];

        Assert.Equal(["layers.3.weight", "layers.3.bias"], model.Trainable.Select(parameter => parameter.Path));
        Assert.Equal([false, false, false, true], model.Children.Select(layer => layer.IsEvaluating));
    }

    [Fact]
    public void ABehaviourHasAnOrderAndAParent()
    {
        using Scene scene = new();
        Read("""
            { "type": "Teller", "word": "b", "name": "child", "parent": "middle" },
            { "type": "Teller", "word": "c", "name": "middle", "parent": "above", "order": 7 },
            { "type": "Teller", "word": "a", "name": "above", "order": -7 }
            """).Fill(scene, isSeen: false);
        Assert.Equal("above/middle/child", scene.Find("child")!.Path);

        log.Clear();
        scene.Frame(0);
        Assert.Equal(["a", "b", "c"], log);

        log.Clear();
        scene.Find("middle")!.IsActive = false;
        scene.Frame(0);
        Assert.Equal(["a"], log);
    }

    [Theory]
    [InlineData("abov", "there is no entity \"abov\" to belong to. Did you mean \"above\"? Known: child, above.")]
    [InlineData("child", "cannot belong to \"child\": that is itself, or one of its own children.")]
    public void AParentThatCannotBeIsTold(string parent, string message)
    {
        using Scene scene = new();
        SceneFile file = Read($$"""
            { "type": "Teller", "word": "a", "name": "child", "parent": "{{parent}}" }, { "type": "Teller", "word": "b", "name": "above" }
            """);

        Assert.Contains(message, Assert.Throws<SettingsException>(() => file.Fill(scene, isSeen: false)).Message);
    }

    static SceneFile Read(string behaviours) => SceneFile.Read(SceneText.File(SceneText.With($"\"behaviours\": [{behaviours}]")));

    sealed class Teller(string word) : Behaviour
    {
        protected override void Update() => log.Add(word);
    }
}
