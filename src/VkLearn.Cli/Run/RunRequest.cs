using VkLearn.Engine;
using VkLearn.Rendering;

namespace VkLearn.Cli;

/// <summary>What <c>vklearn run</c> was asked to do; what is null was not said.</summary>
/// <param name="Scene">The file, or the name of a scene of VkLearn's.</param>
/// <param name="Data">A directory to take instead of the scene's data: <see cref="Data.DataDirectory"/>.</param>
/// <param name="Changes">Values instead of the scene's.</param>
/// <param name="Pictures">To take of its views.</param>
/// <param name="Film">To make of its views.</param>
/// <param name="Csv">A file for a row a report.</param>
/// <param name="Size">Of the window or picture, in pixels.</param>
/// <param name="Theme">In which colours; null: as the scene says.</param>
/// <param name="Scale">How much larger text and strokes are drawn; null: as the window says.</param>
/// <param name="IsVerbose">Whether what fails tells where in the code.</param>
sealed record RunRequest(
    string Scene, RunLength? Length, int? Seed, string? Data, string? Device, IReadOnlyList<(string Path, string Value)> Changes,
    int? LogEvery, CheckpointOptions? Checkpoints, bool Json, bool IsHeadless, Pictures? Pictures, FilmOptions? Film,
    (int Width, int Height) Size, string? Csv, Theme? Theme = null, float? Scale = null, bool IsVerbose = false)
{
    /// <summary>Tables of earlier runs to compare with.</summary>
    public IReadOnlyList<string> Compared { get; init; } = [];

    /// <summary>The same run of a scene that its user has changed.</summary>
    public RunRequest After(SceneChange change)
    {
        HashSet<string> paths = [.. change.Values.Select(one => one.Path)];
        return this with
        {
            Scene = change.Scene ?? Scene,
            Changes = change.Scene is not null ? change.Values
                : [.. Changes.Where(before => !paths.Contains(before.Path)), .. change.Values],
        };
    }

    /// <summary>The same run once more, which finds its own checkpoints.</summary>
    public RunRequest GoingOn => this with { Checkpoints = Checkpoints is { } options ? options with { Resume = true } : null };
}
