namespace VkLearn.Engine;

/// <summary>Values that a user wants in place of a running scene's: it is then made anew with them.</summary>
/// <param name="Values">JSON by its path, <c>models.net.layers</c>, in order.</param>
/// <param name="Scene">Another scene to run instead, by its file or name; null: this one.</param>
/// <param name="KeepsLearned">Whether what learns by an optimiser goes on with what it has learned, as far as its shapes stay.</param>
public sealed record SceneChange(IReadOnlyList<(string Path, string Value)> Values, string? Scene = null, bool KeepsLearned = false)
{
    /// <summary>This and then another.</summary>
    public SceneChange Then(SceneChange next) => next.Scene is not null ? next
        : this with { Values = [.. Values, .. next.Values], KeepsLearned = KeepsLearned && next.KeepsLearned };

    public override string ToString() =>
        string.Join(", ", [.. Scene is null ? [] : (string[])[Scene], .. Values.Select(one => $"{one.Path} = {one.Value}")]);
}
