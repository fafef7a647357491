using System.Text.Json;
using VkLearn.Tests.Engine;
using Xunit;

namespace VkLearn.Tests.Cli;

public sealed class RunCommandTests
{
    const string NoDriver = "/nonexistent";

    [Fact]
    public void PrintsEventsAndTheSameWeightsForTheSameSeed()
    {
        string scene = SceneText.File();

        var first = Command.Run("run", scene, "--headless", "--json", "--log-every", "4", "--seed", "7");
        var second = Command.Run("run", scene, "--json", "--seed", "7");
        var other = Command.Run("run", scene, "--json", "--seed", "8");

        JsonElement[] events = Events(first), steps = Of("step"), tests = Of("test");
        JsonElement start = events[0];
        Assert.Equal("start", start.GetProperty("event").GetString());
        Assert.Equal((7, 12730, scene), (start.GetProperty("seed").GetInt32(), start.GetProperty("parameters").GetInt32(),
            start.GetProperty("scene").GetString()));
        Assert.All(["device", "driver", "version"], name => Assert.NotEqual("", start.GetProperty(name).GetString()));
        Assert.Equal([4, 8, 12, 16, 20], steps.Select(e => e.GetProperty("step").GetInt32()));
        Assert.Equal([1, 1, 2, 2, 2], steps.Select(e => e.GetProperty("epoch").GetInt32()));
        Assert.Equal([10, 20], tests.Select(e => e.GetProperty("step").GetInt32())); // after each epoch, once
        Assert.Equal(tests[1].GetProperty("testLoss").GetDouble(), events[^1].GetProperty("metrics").GetProperty("testLoss").GetDouble());
        Assert.All(steps, step =>
        {
            Assert.InRange(step.GetProperty("loss").GetDouble(), 0, 10);
            Assert.InRange(step.GetProperty("accuracy").GetDouble(), 0, 1);
            Assert.True(step.GetProperty("stepsPerSecond").GetDouble() > 0);
        });
        JsonElement done = events[^1];
        Assert.Equal("done", done.GetProperty("event").GetString());
        Assert.Equal((20, 2), (done.GetProperty("steps").GetInt32(), done.GetProperty("epochs").GetInt32()));
        Assert.InRange(done.GetProperty("metrics").GetProperty("testAccuracy").GetDouble(), 0, 1);
        Assert.True(done.GetProperty("metrics").GetProperty("testLoss").GetDouble() > 0);
        Assert.True(done.GetProperty("trainSeconds").GetDouble() > 0);
        Assert.InRange(done.GetProperty("startupSeconds").GetDouble(), 0.01, 60);
        Assert.InRange(done.GetProperty("dataSeconds").GetDouble(), 0, 60);
        Assert.Matches("^[0-9a-f]{64}$", Hash(first));
        Assert.Equal(Hash(first), Hash(second));
        Assert.NotEqual(Hash(first), Hash(other));

        JsonElement[] Of(string kind) => [.. events.Where(e => e.GetProperty("event").GetString() == kind)];
    }

    [Fact]
    public void SeveralLearnersAreToldOfByTheirNames()
    {
        string scene = SceneText.File(SeveralLearnersTests.SeveralText()), table = Path.Combine(TempFolder.New(), "table.csv");

        JsonElement[] events = Events(Command.Run("run", scene, "--headless", "--json", "--log-every", "4", "--csv", table));
        string[] rows = File.ReadAllLines(table);
        var (exitCode, output, _) = Command.Run("run", scene, "--headless");

        Assert.Equal("step,epoch,loss,accuracy,testLoss,testAccuracy,validationLoss,validationAccuracy,"
            + "b.loss,b.accuracy,b.testLoss,b.testAccuracy,b.validationLoss,b.validationAccuracy,stepsPerSecond,trainSeconds", rows[0]);
        Assert.All(rows, row => Assert.Equal(rows[0].Count(letter => letter == ','), row.Count(letter => letter == ',')));
        Assert.Contains(events, e => e.GetProperty("event").GetString() == "step" && e.TryGetProperty("b.loss", out _));
        Assert.Contains(events, e => e.GetProperty("event").GetString() == "test" && e.TryGetProperty("b.testLoss", out _));
        Assert.InRange(events[^1].GetProperty("metrics").GetProperty("b.testAccuracy").GetDouble(), 0, 1);
        Assert.Equal(0, exitCode);
        Assert.Contains("b  test loss ", output);
        Assert.Contains("  b.loss ", output);
    }

    [Fact]
    public void PrintsPlainLinesWithoutATerminal()
    {
        var (exitCode, output, errors) = Command.Run("run", SceneText.File());

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.DoesNotContain("\e", output);
        Assert.Contains("12730 parameters", output);
        Assert.Contains("\nepoch 1/2  10/10  loss ", output);
        Assert.Contains("\nepoch 2/2  10/10  loss ", output);
        Assert.Contains("\ntest loss ", output);
    }

    [Fact]
    public void ATerminalSeesOneBarThatIsWrittenAgain()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "there is no script, which makes a terminal");
        using var terminal = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("/usr/bin/script",
            ["-qec", $"stty cols 120; dotnet {Command.Managed} run {SceneText.File()} --headless", "/dev/null"])
        { RedirectStandardOutput = true, RedirectStandardInput = true })!;
        string output = terminal.StandardOutput.ReadToEnd();
        Assert.Contains($"\r\e[K{new string('\u2501', 20)} epoch 2/2  10/10  loss ", output);
        Assert.Contains("\ntest loss ", output);
    }

    [Theory, InlineData("INT", 130), InlineData("TERM", 143), InlineData("HUP", 129)]
    public void ASignalEndsCleanly(string signal, int expected)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "kill -INT is of Unix");
        Command command = Command.Start([], "run", SceneText.File(), "--json", "--epochs", "1000000", "--log-every", "1");
        command.ReadLine();

        command.Signal(signal);

        var (exitCode, output, errors) = command.End();
        Assert.Equal(expected, exitCode);
        Assert.Contains("interrupted after step ", errors);
        Assert.Contains("\"event\":\"done\"", output);
    }

    [Fact]
    public void NanStopsWithItsStep() => Refused("step 2 is not a finite number", ["--set", "optimizer.learningRate=1e30", "--steps", "9"]);

    [Fact]
    public void SceneErrorsNameThePlace()
    {
        Refused("scene.json(7,7): Dense \"layers.1\"", ["--set", "model.layers.1.inFeatures=783"]);
        Refused("Did you mean \"training\"?", ["--set", "trainig.batch=3"]);
        Assert.Equal((1, "", "vklearn: no/scene.json: there is no such file.\n"), Command.Run("run", "no/scene.json"));
    }

    [Fact]
    public void DataErrorsNameTheFile()
    {
        string directory = TempFolder.New();
        Refused($"{directory}: holds no train-images-idx3-ubyte", ["--data", directory]);
        File.WriteAllBytes(Path.Combine(directory, "train-images-idx3-ubyte"), [0, 0, 8, 3, 0, 0, 0, 9, 0, 0, 0, 28, 0, 0, 0, 28, 1, 2, 3]);
        File.WriteAllBytes(Path.Combine(directory, "train-labels-idx1-ubyte"), [0, 0, 8, 1, 0, 0, 0, 1, 5]);
        Refused($"{directory}{Path.DirectorySeparatorChar}train-images-idx3-ubyte: ends at byte 19", ["--data", directory]);
    }

    [Fact]
    public void SaysThatThereIsNoDriver() =>
        Refused("No Vulkan driver found.", [], ("VK_DRIVER_FILES", NoDriver), ("VK_ICD_FILENAMES", NoDriver));

    [Fact]
    public void SaysWhatTheDeviceLacks() => Refused("lacks bufferDeviceAddress", [], ("VKLEARN_HIDE_FEATURE", "bufferDeviceAddress"));

    [Theory]
    [InlineData("--steps", "x", "--steps must be a whole number from 1 to 2147483647, received x.")]
    [InlineData("--seconds", "0", "--seconds must be a number above 0, received 0.")]
    [InlineData("--set", "batch", "--set must be path=value")]
    [InlineData("--stops", "3", "--stops")]
    public void UsageErrorsAreTwo(string option, string value, string message)
    {
        var (exitCode, output, errors) = Command.Run("run", "scene.json", option, value);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(message, errors);
    }

    static void Refused(string message, string[] arguments, params (string, string)[] variables)
    {
        var (exitCode, output, errors) = Command.Run(variables, ["run", SceneText.File(), "--json", .. arguments]);

        Assert.Equal(1, exitCode);
        Assert.DoesNotContain("\"done\"", output);
        Assert.Contains(message, errors);
    }

    static JsonElement[] Events((int ExitCode, string Output, string Errors) run)
    {
        Assert.Equal(0, run.ExitCode);
        return [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
    }

    static string? Hash((int ExitCode, string Output, string Errors) run) => Events(run)[^1].GetProperty("weightsHash").GetString();
}
