using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using System.Globalization;
using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Rendering;

namespace VkLearn.Cli;

/// <summary><c>vklearn run SCENE</c>: trains a scene and tests what it learned.</summary>
static class RunCommand
{
    const int SmallestWidth = 320, SmallestHeight = 200, LargestSide = 8192;

    public static Command Make()
    {
        Argument<string> scene = SceneArgument();
        Option<bool> headless = new("--headless") { Description = "Without a window, also where there is a display." };
        Option<int> steps = Count("--steps", min: 1, "Train so many steps.");
        Option<int> epochs = Count("--epochs", min: 1, "Train so many times through the data.");
        Option<double> seconds = new("--seconds")
        {
            Description = "Train so long.",
            HelpName = "S",
            CustomParser = result =>
                double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                && value is > 0 and < 1e9
                    ? value : Refuse<double>(result, "a number above 0"),
        };
        Option<int> seed = Count("--seed", min: 0, "Where random numbers start.");
        Option<string?> data = DataOption();
        Option<string?> device = DeviceOption();
        Option<string[]> set = SetOption();
        Option<int> logEvery = Count("--log-every", min: 1, "Print exactly each Nth step.");
        Option<string?> checkpoint = new("--checkpoint")
        {
            Description = "Keep last.safetensors and best.safetensors (by the test at the end of each epoch) in a directory.",
            HelpName = "DIR",
        };
        Option<int> checkpointEvery = Count("--checkpoint-every", min: 1, "Write the last each N steps; by default each epoch.");
        Option<bool> resume = new("--resume") { Description = "Go on from the last checkpoint; steps count from the very start." };
        Option<string?> png = new("--png") { Description = "Draw the scene's views into a picture at the end.", HelpName = "FILE" };
        Option<string?> film = new("--film")
        {
            Description = "Make a film of the scene's views while it trains, a .gif, .webp, or, where ffmpeg is, .mp4.",
            HelpName = "FILE",
        };
        Option<int> every = Count("--every", min: 1,
            "With --png: a picture after each Nth step, FILE-000123.png. With --film: a frame after each; by default ten a second.");
        Option<(int, int)> size = new("--size")
        {
            Description = "Of the window or picture, in pixels.",
            HelpName = "WxH",
            CustomParser = result => Size(result.Tokens[0].Value) ?? Refuse<(int, int)>(result,
                $"WIDTHxHEIGHT from {SmallestWidth}x{SmallestHeight} to {LargestSide}x{LargestSide}"),
            DefaultValueFactory = _ => (1280, 720),
        };
        Option<float> scale = new("--scale")
        {
            Description = "How much larger text and strokes are drawn; by default as the window's screen says.",
            HelpName = "S",
            CustomParser = result =>
                float.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out float value)
                && value is >= Renderer.LeastContentScale and <= Renderer.MostContentScale
                    ? value : Refuse<float>(result, $"a number from {Renderer.LeastContentScale} to {Renderer.MostContentScale}"),
        };
        string[] themes = [.. Theme.All.Select(theme => theme.Name)];
        Option<string?> theme = new("--theme")
        {
            Description = "The colours, in place of the scene's.", HelpName = string.Join('|', themes),
        };
        theme.AcceptOnlyFromAmong(themes);
        Option<string?> csv = new("--csv") { Description = "Write a table: a row a report, a column a metric.", HelpName = "FILE" };
        Option<string[]> compare = new("--compare")
        {
            Description = "Draw an earlier run's curves grey beside this one's, by the table that --csv wrote.",
            HelpName = "FILE",
        };
        Option<bool> json = new("--json") { Description = "One JSON line an event." };
        Command command = new("run", "Train a scene in a window, or where there is none without, then test it.")
        {
            scene, headless, steps, epochs, seconds, seed, data, device, set, logEvery,
            checkpoint, checkpointEvery, resume, png, film, every, size, scale, theme, csv, compare, json,
        };
        command.Validators.Add(result =>
        {
            if (new Option[] { steps, epochs, seconds }.Count(option => result.GetResult(option) is not null) > 1)
            {
                result.AddError("--steps, --epochs and --seconds each say how long the run is; give one of them.");
            }
            if (result.GetResult(every) is not null && result.GetResult(png) is null && result.GetResult(film) is null)
            {
                result.AddError("--every needs --png FILE or --film FILE.");
            }
            if (result.GetResult(checkpoint) is null)
            {
                foreach (Option option in new Option[] { checkpointEvery, resume }.Where(option => result.GetResult(option) is not null))
                {
                    result.AddError($"{option.Name} needs --checkpoint DIR.");
                }
            }
        });
        command.SetAction(parsed => SceneRun.Run(new RunRequest(
            parsed.GetRequiredValue(scene),
            Given(parsed, steps) is { } n ? RunLength.Steps(n) : Given(parsed, epochs) is { } e ? RunLength.Epochs(e)
                : Given(parsed, seconds) is { } s ? RunLength.Seconds(s) : null,
            Given(parsed, seed), parsed.GetValue(data), parsed.GetValue(device),
            Changes(parsed, set),
            Given(parsed, logEvery),
            parsed.GetValue(checkpoint) is not { } directory ? null : new CheckpointOptions(
                directory, Given(parsed, checkpointEvery), parsed.GetValue(resume), Given(parsed, seed)),
            parsed.GetValue(json), parsed.GetValue(headless),
            parsed.GetValue(png) is { } file ? new Pictures(file, Given(parsed, every)) : null,
            parsed.GetValue(film) is { } reel ? new FilmOptions(reel, Given(parsed, every)) : null,
            parsed.GetValue(size), parsed.GetValue(csv), parsed.GetValue(theme) is { } name ? Theme.Find(name) : null, Given(parsed, scale),
            parsed.GetValue<bool>("--verbose")) { Compared = parsed.GetValue(compare) ?? [] }));
        return command;
    }

    /// <summary>The same in each verb that is about a scene.</summary>
    public static Argument<string> SceneArgument()
    {
        Argument<string> scene = new("SCENE") { Description = "A scene's file, or a name of those that `vklearn scenes` lists." };
        scene.CompletionSources.Add(_ => BuiltInScenes.Names.Select(name => new CompletionItem(name)));
        return scene;
    }

    /// <summary>The same in each verb that reads data.</summary>
    public static Option<string?> DataOption() => new("--data")
    {
        Description = "For the scene's data: a directory of MNIST-like idx files, of CIFAR-10's .bin files, or of folders of images, "
            + "one a class; a table or, for scenes of texts, a file or a folder of .txt files.",
        HelpName = "DIR",
    };

    /// <summary>What a verb reads: the scene's data, or those of <c>--data</c>.</summary>
    public static DataSource DataOf(SceneFile scene, string? directory) =>
        directory is null ? scene.Data : scene.Data.At(directory);

    /// <summary>The same in each verb that opens a device.</summary>
    public static Option<string?> DeviceOption() =>
        new("--device") { Description = "Index or part of the name of the Vulkan device (also VKLEARN_DEVICE).", HelpName = "X" };

    /// <summary>The same in each verb that reads a scene.</summary>
    public static Option<string[]> SetOption()
    {
        Option<string[]> set = new("--set") { Description = "A value for the scene's: --set training.batch=64.", HelpName = "path=value" };
        set.Validators.Add(result =>
        {
            foreach (Token token in result.Tokens.Where(token => token.Value.IndexOf('=') <= 0))
            {
                result.AddError($"--set must be path=value, such as training.batch=64, received {token.Value}.");
            }
        });
        return set;
    }

    public static IReadOnlyList<(string Path, string Value)> Changes(ParseResult parsed, Option<string[]> set) =>
        [.. (parsed.GetValue(set) ?? []).Select(change => change.Split('=', 2)).Select(change => (change[0], change[1]))];

    static T? Given<T>(ParseResult parsed, Option<T> option) where T : struct =>
        parsed.GetResult(option) is null ? null : parsed.GetValue(option);

    static Option<int> Count(string name, int min, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => int.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out int count) && count >= min
            ? count : Refuse<int>(result, $"a whole number from {min} to {int.MaxValue}"),
    };

    static T? Refuse<T>(ArgumentResult result, string rule)
    {
        result.AddError($"{((OptionResult)result.Parent!).Option.Name} must be {rule}, received {result.Tokens[0].Value}.");
        return default;
    }

    static (int, int)? Size(string text) =>
        text.Split('x') is [var first, var second] && Side(first) is >= SmallestWidth and var width
            && Side(second) is >= SmallestHeight and var height ? (width, height) : null;

    /// <summary>0 for what is none.</summary>
    static int Side(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int side) && side <= LargestSide ? side : 0;
}
