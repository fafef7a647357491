using VkLearn.Formats;

namespace VkLearn.Engine;

/// <summary>
/// What a user wants to be otherwise in a scene that runs, beyond what knobs turn: how many layers, other data. Whoever runs the scene
/// ends it between two frames and makes it anew.
/// </summary>
public sealed class SceneChanges
{
    Settings? scene;

    internal SceneChanges() { }

    /// <summary>What was asked for; null: nothing.</summary>
    public SceneChange? Asked { get; private set; }

    /// <summary>Why nothing can be changed; null: it can.</summary>
    public string? Fixed { get; internal set; }

    /// <summary>A value of the scene's file as it runs, as JSON on one line; null where it has none, or was made without a file.</summary>
    /// <param name="path">As <c>--set</c> takes it.</param>
    public string? ValueAt(string path) => scene?.At(path);

    /// <summary>Asks for a change, after those that were asked for in the same frame; where nothing can be changed, nothing is.</summary>
    public void Ask(SceneChange change) => Asked = Fixed is not null ? null : Asked?.Then(change) ?? change;

    internal void Begin(Settings scene) => this.scene = scene;
}
