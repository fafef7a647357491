using System.CommandLine;
using System.CommandLine.Parsing;
using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Training;

namespace VkLearn.Cli;

/// <summary>What a file of weights is of: a scene, one of its learners, and which of its names is which of a model's.</summary>
sealed class CheckpointScene
{
    readonly Argument<string> weights = new("FILE")
    {
        Description = "A safetensors file: a checkpoint, or weights of another program (matrices as PyTorch has them).",
    };

    readonly Option<string?> scene = new("--scene")
    {
        Description = "The scene whose model it is; a checkpoint brings its own.",
        HelpName = "SCENE",
    };

    readonly Option<string?> learner = new("--learner")
    {
        Description = "Which of the scene's learners; by default the first.",
        HelpName = "NAME",
    };

    readonly Option<string[]> map = new("--map")
    {
        Description = "What a name of another program's weights is in the model: --map encoder=layers.1.",
        HelpName = "FROM=TO",
    };

    readonly Option<string[]> set = RunCommand.SetOption();

    /// <summary>Gives a verb what says which weights it is about.</summary>
    public CheckpointScene(Command command)
    {
        command.Add(weights);
        foreach (Option option in new Option[] { scene, learner, map, set })
        {
            command.Add(option);
        }

        map.Validators.Add(result =>
        {
            foreach (Token token in result.Tokens.Where(token => token.Value.IndexOf('=') <= 0))
            {
                result.AddError($"--map must be FROM=TO, such as encoder=layers.1, received {token.Value}.");
            }
        });
        // Changes of a scene that a checkpoint brings would not be what was learned.
        command.Validators.Add(result =>
        {
            if (result.GetResult(scene) is null && result.GetResult(set) is not null)
            {
                result.AddError("--set changes a scene's values; give it with --scene SCENE.");
            }
        });
    }

    public string FileOf(ParseResult parsed) => parsed.GetRequiredValue(weights);

    /// <summary>The scene, and the data that were asked for, to be prepared as those that were learned from.</summary>
    /// <param name="data">Elsewhere than the scene says; null: there.</param>
    /// <exception cref="DataException">None was asked for, and the file brings none.</exception>
    public (SceneFile Scene, DataSource Data) Read(ParseResult parsed, string? data)
    {
        string? asked = parsed.GetValue(scene);
        SceneFile? named = asked is null ? null : SceneFile.Read(asked, RunCommand.Changes(parsed, set));
        using SafetensorsFile file = SafetensorsFile.Open(FileOf(parsed));
        SceneFile of = named
            ?? (file.Metadata.TryGetValue("scene", out string? text) ? SceneFile.Parse($"the scene in {file.Path}", text)
            : throw new DataException(file.Path, "does not say what model it is of. Name its scene with --scene SCENE."));
        DataSource source = RunCommand.DataOf(of, data);
        source.PreparedBy = file.Metadata.GetValueOrDefault(SceneFile.Preparation);
        return (of, source);
    }

    /// <summary>The learner that was asked for, with what the file holds of it.</summary>
    /// <param name="fields">What an item has that it will be tested on; null: that is not known.</param>
    /// <exception cref="DataException">The file is not of it, or leaves a choice.</exception>
    /// <exception cref="ArgumentException">The scene has no learner of that name.</exception>
    public Learner LearnerOf(ParseResult parsed, SceneFile of, GpuDevice gpu, IReadOnlyList<Field>? fields = null)
    {
        (string name, Learner found) = of.FindLearner(parsed.GetValue(learner));
        if (fields is not null)
        {
            found.Build(fields);
        }

        IEnumerable<string[]> names = (parsed.GetValue(map) ?? []).Select(one => one.Split('=', 2));
        found.Load(gpu, FileOf(parsed), found == of.Learner ? null : name, [.. names.Select(one => (one[0], one[1]))]);
        return found;
    }
}
