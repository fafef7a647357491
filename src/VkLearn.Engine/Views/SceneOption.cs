using VkLearn.Formats;

namespace VkLearn.Engine.Views;

/// <summary>One of the values of a <see cref="SceneChoice"/>.</summary>
/// <param name="Name">As it is shown.</param>
/// <param name="Values">JSON by its path, which it stands for.</param>
/// <param name="Scene">Another scene that it stands for; null: it is of this one.</param>
sealed record SceneOption(string Name, IReadOnlyList<(string Path, string Value)> Values, string? Scene = null)
{
    /// <summary>Of one value, that.</summary>
    public string Json => Values[0].Value;

    /// <summary>Whether a scene has these values.</summary>
    public bool IsIn(Scene scene) => Scene is null && Values.All(one => scene.Changes.ValueAt(one.Path) == one.Value);

    /// <summary>One with a name and values of its own: <c>{ "name": "circles", "set": { "data.figure": "Circles" } }</c>, or another
    /// <c>"scene"</c>; one without either is the scene as it is.</summary>
    /// <exception cref="SettingsException">It is written wrongly.</exception>
    public static SceneOption Read(Settings settings)
    {
        Settings? set = settings.Child("set");
        SceneOption option = new(settings.Text("name"),
            set is null ? [] : [.. set.Keys.Select(path => (path, set.Required(path).ToJson()))], settings.TextOrNull("scene"));
        settings.RefuseUnknown();
        return option;
    }

    /// <summary>The values of a list for one path, which are their names, too, unless <c>"names"</c> says others.</summary>
    /// <exception cref="SettingsException">It is written wrongly.</exception>
    public static IReadOnlyList<SceneOption> ReadList(Settings settings, string key, string path)
    {
        string[] values = [.. settings.List(key).Select(value => value.ToJson())];
        string[] names = settings.Names("names") ?? [.. values.Select(value => value.Trim('"'))];
        return names.Length == values.Length ? [.. values.Zip(names, (value, name) => new SceneOption(name, [(path, value)]))]
            : throw settings.Error($"{values.Length} values have as many names, received {names.Length}.", "names");
    }
}
