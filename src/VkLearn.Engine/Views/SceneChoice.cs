using System.Text.Json.Nodes;
using VkLearn.Formats;
using VkLearn.Rendering.Widgets;

namespace VkLearn.Engine.Views;

/// <summary>Values that a user picks among for a scene's file: one of them, or, of a list, any.</summary>
sealed class SceneChoice
{
    readonly string name;
    readonly SceneOption[] options;
    readonly string? list; // the path of the list whose items they are
    readonly bool keepsLearned;

    /// <exception cref="SettingsException">It is written wrongly.</exception>
    public SceneChoice(Settings settings)
    {
        name = settings.Text("name");
        keepsLearned = settings.Flag("keepsLearned", false);
        if (settings.Has("options"))
        {
            options = [.. settings.List("options").Select(SceneOption.Read)];
        }
        else
        {
            string path = settings.Text("path");
            bool isAny = settings.Has("anyOf");
            list = isAny ? path : null;
            options = [.. SceneOption.ReadList(settings, isAny ? "anyOf" : "oneOf", path)];
        }

        settings.RefuseUnknown();
        if (options.Length == 0)
        {
            throw settings.Error($"\"{name}\" has nothing to choose from.");
        }
    }

    /// <summary>Each that can be picked, of a list alone.</summary>
    public IEnumerable<SceneChange> All =>
        options.Select(option => list is null ? new SceneChange(option.Values, option.Scene) : new([(list, $"[{option.Json}]")]));

    /// <summary>A widget that shows what the scene has, and asks for what is picked.</summary>
    public Picker Make(Scene scene)
    {
        Picker picker = new(name, [.. options.Select(option => option.Name)]);
        string[] items = list is null ? [] : Items(scene);
        picker.Light(Enumerable.Range(0, options.Length)
            .Where(i => list is null ? options[i].IsIn(scene) : items.Contains(options[i].Json)));
        picker.Picked += i => Pick(scene, i);
        return picker;
    }

    void Pick(Scene scene, int picked)
    {
        SceneOption option = options[picked];
        if (list is null)
        {
            scene.Changes.Ask(new(option.Values, option.Scene, keepsLearned));
            return;
        }

        string[] before = Items(scene);
        string[] after = [.. options.Select(one => one.Json).Where(json => before.Contains(json) != (json == option.Json))];
        if (after.Length > 0) // the last one stays
        {
            scene.Changes.Ask(new([(list, $"[{string.Join(", ", after)}]")], KeepsLearned: keepsLearned));
        }
    }

    string[] Items(Scene scene) => scene.Changes.ValueAt(list!) is { } json && JsonNode.Parse(json) is JsonArray items
        ? [.. items.Select(item => item!.ToJsonString())] : [];
}
