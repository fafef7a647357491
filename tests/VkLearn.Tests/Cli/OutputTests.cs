using System.Diagnostics;
using VkLearn.Tests.Engine;
using Xunit;

namespace VkLearn.Tests.Cli;

/// <summary>What is beside a run does not cost it: whoever reads its output, pictures, tables, a full disk.</summary>
public sealed class OutputTests
{
    readonly string folder = TempFolder.New();

    /// <summary>By a shell, which has pipes and closed files.</summary>
    (int ExitCode, string Output) Shell(string line, string arguments)
    {
        string text = line.Replace("VKLEARN", $"dotnet {Command.Managed} {arguments}");
        ProcessStartInfo start = new("bash", ["-c", text]) { RedirectStandardOutput = true, WorkingDirectory = folder };
        start.Environment["LP_NUM_THREADS"] = "0";
        start.Environment["VKLEARN_CHOICES"] = "off";
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    const string Long = "--headless --epochs 100000 --checkpoint kept";

    [Theory, InlineData("--json"), InlineData("")]
    public void AReaderThatEndsEndsTheRunWithItsCheckpoint(string json)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a shell's pipes");
        (int exitCode, string output) = Shell("set -o pipefail; VKLEARN 2> errors | head -1", $"run {SceneText.File()} {Long} {json}");

        Assert.Equal(141, exitCode); // as of a program that SIGPIPE ended
        Assert.Equal(json == "" ? "device" : "{\"even", output[..6]);
        Assert.DoesNotContain("   at ", File.ReadAllText(Path.Combine(folder, "errors")));
        Assert.True(File.Exists(Path.Combine(folder, "kept", "last.safetensors")));
    }

    [Theory, InlineData(""), InlineData("--json")]
    public void AClosedOutputIsToldInALine(string json)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a shell's descriptors");
        (int exitCode, _) = Shell("VKLEARN >&- 2> errors", $"run {SceneText.File()} --headless --steps 2 {json}");

        string[] errors = File.ReadAllLines(Path.Combine(folder, "errors"));
        Assert.Equal(1, exitCode);
        Assert.StartsWith("vklearn: The run came to its end, but standard output: ", errors[^1]);
        Assert.DoesNotContain(errors, line => line.StartsWith("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public void AClosedErrorOutputCostsNothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a shell's descriptors");
        (int exitCode, string output) = Shell("VKLEARN 2>&-", $"run {SceneText.File()} --headless --steps 2 --json");

        Assert.Equal(0, exitCode);
        Assert.Contains("\"event\":\"done\"", output);
        Assert.Equal((1, ""), Shell("VKLEARN 2>&-", "run nowhere.json"));
    }

    /// <summary>Rows that cannot be written, here as whoever reads them has ended, are told of, and the run comes to its end.</summary>
    [Fact]
    public void ATableThatCannotBeWrittenCostsNoRun()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a shell's pipes");
        (int exitCode, string output) = Shell("mkfifo rows.csv; head -1 rows.csv > first & VKLEARN 2> errors",
            $"run {SceneText.File()} --headless --steps 20 --log-every 1 --csv rows.csv");

        Assert.Equal(1, exitCode);
        Assert.Contains("csv     rows.csv: rows are missing: ", output);
        Assert.Contains("20 steps, 2 epochs", output);
        Assert.StartsWith("vklearn: The run came to its end, but rows.csv: rows are missing",
            File.ReadAllText(Path.Combine(folder, "errors")));
    }

    [Theory, InlineData("."), InlineData("there/."), InlineData("/proc/none/picture.png")]
    public void APictureThatCannotBeWrittenIsToldAtTheStart(string picture)
    {
        string scene = SceneText.File(SceneText.With("\"views\": \"Statistics\""));
        Directory.CreateDirectory(Path.Combine(folder, "there"));

        (int exitCode, string output, string errors) =
            Command.Run("run", scene, "--headless", "--png", picture[0] == '/' ? picture : Path.Combine(folder, picture));

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains("no picture can be written there", errors);
    }

    [Fact]
    public void SighupEndsARunAsSigtermDoes()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals");
        string scene = SceneText.File();
        Command run = Command.Start([], "run", scene, "--headless", "--epochs", "100000", "--checkpoint", Path.Combine(folder, "kept"));
        while (run.ReadLine() is { } line && !line.StartsWith("epoch", StringComparison.Ordinal))
        {
        }

        run.Signal("HUP");
        (int exitCode, string output, _) = run.End();

        Assert.Equal(129, exitCode);
        Assert.Contains("interrupted after step", output);
        Assert.True(File.Exists(Path.Combine(folder, "kept", "last.safetensors")));
    }

    [Fact]
    public void OfTwoRunsOnOneFolderOneGoesOnAndTheOtherIsTold()
    {
        string scene = SceneText.File(), kept = Path.Combine(folder, "kept");
        Command first = Command.Start([], "run", scene, "--headless", "--epochs", "100000", "--checkpoint", kept,
            "--checkpoint-every", "5");
        while (first.ReadLine() is { } line && !line.StartsWith("epoch", StringComparison.Ordinal))
        {
        }

        (int exitCode, _, string errors) = Command.Run("run", scene, "--headless", "--checkpoint", kept, "--resume");
        Assert.Equal(1, exitCode);
        Assert.Contains("another run keeps its checkpoints there now", errors);

        first.Signal("TERM");
        Assert.Equal(143, first.End().ExitCode);
        Assert.Equal(0, Command.Run("run", scene, "--headless", "--epochs", "1", "--checkpoint", kept, "--resume").ExitCode);
    }
}
