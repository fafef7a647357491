using System.Text.Json;
using VkLearn.Rendering;
using VkLearn.Tests.Engine;
using VkLearn.Tests.Rendering;
using Xunit;

namespace VkLearn.Tests.Cli;

/// <summary><c>vklearn run</c> where something is seen: in a window, or in pictures.</summary>
[Collection("screen")]
public sealed class SeenRunCommandTests(ScreenFixture screens)
{
    static readonly (string, string)[] noDisplay = [("DISPLAY", ""), ("WAYLAND_DISPLAY", "")];
    static readonly (string, string) validated = ("VKLEARN_VALIDATION", "1");

    readonly string directory = TempFolder.New();

    [Fact]
    public void DrawsPicturesOffScreenAndTellsFrameTimes()
    {
        string picture = Path.Combine(directory, "p.png"), scene = SceneText.File(SceneText.With(SceneText.Views));
        var seen = Command.Run([validated],
            "run", scene, "--headless", "--json", "--png", picture, "--every", "8", "--size", "400x225");
        var unseen = Command.Run("run", scene, "--headless", "--json");

        Assert.Equal(["p-000008.png", "p-000016.png"], Directory.GetFiles(directory).Select(path => Path.GetFileName(path)).Order());
        (_, int width, int height) = PngFile.Read(Path.Combine(directory, "p-000016.png"));
        Assert.Equal((400, 225), (width, height));
        JsonElement done = Done(seen);
        Assert.True(done.GetProperty("frameMsP50").GetDouble() > 0);
        Assert.True(done.GetProperty("frameMsP99").GetDouble() >= done.GetProperty("frameMsP50").GetDouble());
        Assert.Equal(Done(unseen).GetProperty("weightsHash").GetString(), done.GetProperty("weightsHash").GetString());
        Assert.InRange(done.GetProperty("trainingShare").GetDouble(), 0.001, 1);
        Assert.True(done.GetProperty("frameBytesReadBack").GetDouble() > 0);
        Assert.False(Done(unseen).TryGetProperty("frameMsP50", out _));
        Assert.False(Done(unseen).TryGetProperty("trainingShare", out _));
    }

    [Fact]
    public void ThemeAndScaleChangeThePictureOnlyAndWhatCannotBeWrittenIsTold()
    {
        string views = "\"views\": { \"type\": \"Curve\", \"title\": \"\U000F1234 loss\" }", picture = Path.Combine(directory, "p.png");
        string[] run = ["run", SceneText.File(SceneText.With(views)), "--headless", "--json", "--steps", "2", "--png", picture];
        string dark = Done(Command.Run(run)).GetProperty("weightsHash").GetString()!;
        Assert.Equal(Vision.Word(Theme.Dark.Card), BitConverter.ToUInt32(PngFile.Read(picture).Rgba, 4 * (1280 * 11 + 11)));
        var light = Command.Run([.. run, "--theme", "light", "--scale", "2", "--size", "2560x1440"]);

        Assert.Equal(dark, Done(light).GetProperty("weightsHash").GetString());
        Assert.Equal(Vision.Word(Theme.Light.Card), BitConverter.ToUInt32(PngFile.Read(picture).Rgba, 4 * (2560 * 15 + 15)));
        Assert.Contains($"(U+F1234), for which {Typefaces.Replacement} stands", light.Errors);
    }

    [Fact]
    public void TrainsWithoutAWindowWhereThereIsNoDisplay()
    {
        var run = Command.Run(noDisplay, "run", SceneText.File(SceneText.With(SceneText.Views)), "--json");

        Assert.Equal(20, Done(run).GetProperty("steps").GetInt32());
        Assert.Contains("window  none: ", run.Errors);
    }

    [Fact]
    public void ADeviceThatCannotDrawSaysSoAndTrains()
    {
        Screen screen = screens.Select(isManaged: false);
        string scene = SceneText.File(SceneText.With(SceneText.Views)), picture = Path.Combine(directory, "p.png");
        (string, string) unable = ("VKLEARN_HIDE_FEATURE", "dynamicRendering");

        var run = Command.Run([("DISPLAY", screen.Display), unable], "run", scene, "--json", "--steps", "3");
        var pictured = Command.Run([unable], "run", scene, "--headless", "--png", picture);

        Assert.Equal(3, Done(run).GetProperty("steps").GetInt32());
        Assert.Contains("cannot draw: it lacks dynamicRendering.", run.Errors);
        Assert.Equal(1, pictured.ExitCode);
        Assert.Contains("cannot draw: it lacks dynamicRendering.", pictured.Errors);
    }

    [Fact]
    public void AWindowTakesKeysStaysOpenAndIsClosed()
    {
        Screen screen = screens.Select(isManaged: true);
        string checkpoints = Path.Combine(directory, "kept");
        Command command = Command.Start([("DISPLAY", screen.Display), validated],
            "run", SceneText.File(SceneText.With(SceneText.Views)), "--json", "--size", "800x450", "--log-every", "20",
            "--checkpoint", checkpoints);
        string window = screen.Find("scene - VkLearn");
        while (command.ReadLine() is { } line && !line.Contains("\"step\":20,"))
        {
        }

        screen.Activate(window);
        screen.Do("key", "r", "key", "space", "key", "Right", "key", "Tab", "key", "F1");
        for (int i = 0; i < 50; i++)
        {
            screen.Do("windowsize", window, $"{600 + 8 * i}", $"{400 + 4 * i}");
        }

        screen.Minimize(window);
        screen.Activate(window);
        screen.Do("key", "alt+F4");

        var (exitCode, output, errors) = command.End();
        Assert.Equal(0, exitCode);
        Assert.Contains("\"event\":\"done\"", output);
        Assert.DoesNotContain("VUID", errors);
        Assert.DoesNotContain("leak", errors);
        Assert.True(File.Exists(Path.Combine(checkpoints, "last.safetensors")));
    }

    /// <summary>In the playground: a point where it is clicked, the network going on; another layer where it is picked.</summary>
    [Fact]
    public void AClickAddsAPointAndAPickALayer()
    {
        Screen screen = screens.Select(isManaged: true);
        Command command = Command.Start([("DISPLAY", screen.Display), validated], "run", "playground", "--json", "--size", "1280x720");
        string window = screen.Find("playground - VkLearn");
        JsonElement first = Started(command);
        screen.Activate(window);
        Click(1100, 120);
        JsonElement pointed = Started(command);
        Click(226, 265);
        JsonElement layered = Started(command);
        screen.Do("key", "BackSpace");
        JsonElement undone = Started(command);
        screen.Do("key", "Escape");

        var (exitCode, output, errors) = command.End();
        Assert.Equal(0, exitCode);
        Assert.Contains("\"event\":\"done\"", output);
        Assert.DoesNotContain("VUID", errors);
        Assert.Matches(@"changed data\.added = \[0\.\d+, 1\.\d+, 0\]", errors);
        Assert.Contains("501 items", errors);
        Assert.Contains("changed models.net.layers = 3", errors);
        Assert.Contains("changed data.added = []", errors);
        const int layer = 8 * 8 + 8;
        Assert.Equal([0, layer, layer], new[] { pointed, layered, undone }.Select(one => Parameters(one) - Parameters(first)));

        void Click(int x, int y) => screen.Do("mousemove", "--window", window, $"{x}", $"{y}", "click", "1");
    }

    static int Parameters(JsonElement start) => start.GetProperty("parameters").GetInt32();

    /// <summary>Reads until a run has started and done steps.</summary>
    static JsonElement Started(Command command)
    {
        JsonElement? start = null;
        while (command.ReadLine() is { } line)
        {
            JsonElement told = JsonDocument.Parse(line).RootElement;
            string name = told.GetProperty("event").GetString()!;
            start = name == "start" ? told : start;
            if (start is { } begun && name == "step")
            {
                return begun;
            }
        }

        throw new InvalidOperationException("The command has ended.");
    }

    [Fact]
    public void AWindowEndsWithALengthThatWasAskedForAndWithTheSameBits()
    {
        Screen screen = screens.Select(isManaged: false);
        string[] run = ["run", SceneText.File(SceneText.With(SceneText.Views)), "--json", "--steps", "7"];
        Command command = Command.Start([("DISPLAY", screen.Display), validated], run);

        JsonElement done = Done(command.End()), unseen = Done(Command.Run([.. run, "--headless"]));
        Assert.Equal(7, done.GetProperty("steps").GetInt32());
        Assert.Equal(unseen.GetProperty("weightsHash").GetString(), done.GetProperty("weightsHash").GetString());
        Assert.True(done.TryGetProperty("frameMsP99", out _));
    }

    [Theory]
    [InlineData("--every needs --png FILE or --film FILE.", "--every", "3")]
    [InlineData("--size must be WIDTHxHEIGHT from 320x200 to 8192x8192, received 100x100.", "--size", "100x100")]
    [InlineData("--size must be WIDTHxHEIGHT from 320x200 to 8192x8192, received 800.", "--size", "800")]
    [InlineData("--scale must be a number from 0.5 to 4, received 9.", "--scale", "9")]
    [InlineData("'dusk' not recognized.", "--theme", "dusk")]
    public void UsageErrorsAreTwo(string message, params string[] arguments)
    {
        var (exitCode, output, errors) = Command.Run(["run", "scene.json", .. arguments]);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(message, errors);
    }

    [Fact]
    public void RefusesAPictureOfNothing()
    {
        var (exitCode, _, errors) = Command.Run("run", SceneText.File(), "--headless", "--png", Path.Combine(directory, "p.png"));

        Assert.Equal(1, exitCode);
        Assert.Contains("scene.json has no \"views\", so that there is nothing to take a picture of.", errors);
    }

    static JsonElement Done((int ExitCode, string Output, string Errors) run)
    {
        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.DoesNotContain("VUID", run.Errors);
        Assert.DoesNotContain("leak", run.Errors);
        return JsonElement.Parse(run.Output.TrimEnd().Split('\n')[^1]);
    }
}
