using System.CommandLine;
using VkLearn.Engine;
using VkLearn.Formats;

namespace VkLearn.Cli;

/// <summary>The scene that a file of weights is of.</summary>
static class CheckpointScene
{
    public static Option<string?> Option() => new("--scene")
    {
        Description = "The scene whose model it is; a checkpoint brings its own.",
        HelpName = "SCENE",
    };

    /// <summary>Has a verb refuse changes of a scene that a checkpoint brings: they would not be what was learned.</summary>
    public static void Validate(Command command, Option<string?> scene, Option<string[]> set) => command.Validators.Add(result =>
    {
        if (result.GetResult(scene) is null && result.GetResult(set) is not null)
        {
            result.AddError("--set changes a scene's values; give it with --scene SCENE.");
        }
    });

    /// <param name="weights">A safetensors file; a checkpoint brings its scene.</param>
    /// <param name="scene">Another that was asked for.</param>
    /// <exception cref="DataException">None was, and the file brings none.</exception>
    public static SceneFile Of(string weights, string? scene, IReadOnlyList<(string Path, string Value)> changes)
    {
        if (scene is not null)
        {
            return SceneFile.Read(scene, changes);
        }

        using SafetensorsFile file = SafetensorsFile.Open(weights);
        return file.Metadata.TryGetValue("scene", out string? text) ? SceneFile.Parse($"the scene in {weights}", text)
            : throw new DataException(weights, "does not say what model it is of. Name its scene with --scene SCENE.");
    }
}
