using System.Text.Json;
using VkLearn.Tests.Engine;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Cli;

/// <summary><c>vklearn run --checkpoint</c> in processes that are ended from outside.</summary>
public sealed class CheckpointTests
{
    readonly string scene = SceneText.File();
    readonly string directory = Path.Combine(TempFolder.New(), "kept");

    string Last => Path.Combine(directory, "last.safetensors");

    /// <summary>Kills at random moments, most of them inside a write: each step writes one.</summary>
    [Fact]
    public void AKilledRunLeavesACheckpointOfItsLastStep()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "kill -KILL is of Unix");
        CheckpointTests[] sides = [this, new()]; // two cores
        Parallel.ForEach(sides, side => side.KillAndResume(times: 25));
    }

    void KillAndResume(int times)
    {
        long step = 0;
        for (int i = 0; i < times; i++)
        {
            long told = RunAndKill(TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * 40));
            long kept = Snapshot.Load(Last).Step;
            Assert.True(kept >= Math.Max(step, told - 1), $"kept is step {kept}, but step {told} was told");
            step = kept;
        }

        string[] length = ["--json", "--steps", $"{step + 20}"];
        Assert.Equal(Hash(Command.Run(["run", scene, .. length])),
            Hash(Command.Run(["run", scene, .. length, "--checkpoint", directory, "--resume"])));
    }

    /// <returns>The last step that it told of.</returns>
    long RunAndKill(TimeSpan after)
    {
        Command command = Command.StartFast("run", scene, "--json", "--log-every", "1", "--epochs", "1000000",
            "--checkpoint", directory, "--checkpoint-every", "1", "--resume");
        Assert.NotNull(command.ReadLine());
        Assert.NotNull(command.ReadLine()); // so that the step before was kept
        Thread.Sleep(after);
        command.Kill();
        string[] lines = command.End().Output.Split('\n');
        return lines.Length < 2 ? 0 : JsonElement.Parse(lines[^2]).GetProperty("step").GetInt64();
    }

    [Fact]
    public void InterruptWritesOneToGoOnFrom()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "kill -INT is of Unix");
        Command command = Command.Start([], "run", scene, "--json", "--log-every", "1", "--epochs", "1000000", "--checkpoint", directory);
        command.ReadLine();
        command.Interrupt();
        var (exitCode, output, errors) = command.End();
        JsonElement done = JsonElement.Parse(output.TrimEnd().Split('\n')[^1]);
        long steps = done.GetProperty("steps").GetInt64();

        Assert.Equal(130, exitCode);
        Assert.Equal(steps, Snapshot.Load(Last).Step);
        Assert.Contains($"--checkpoint {directory} --resume goes on from there", errors);

        string[] length = ["--json", "--steps", $"{steps + 15}"];
        var resumed = Command.Run(["run", scene, .. length, "--checkpoint", directory, "--resume"]);
        Assert.Contains($"resume  after step {steps} of {directory}, seed 1, learned on ", resumed.Errors);
        Assert.Equal(Hash(Command.Run(["run", scene, .. length])), Hash(resumed));
        JsonElement end = JsonElement.Parse(resumed.Output.TrimEnd().Split('\n')[^1]);
        Assert.Equal(steps + 15, end.GetProperty("steps").GetInt64());
    }

    [Fact]
    public void CurvesAreKeptAndGoneOnWithAlsoBehindATornRow()
    {
        string curves = Path.Combine(directory, "curves.csv");
        Command.Run("run", scene, "--json", "--steps", "10", "--checkpoint", directory);
        string[] before = File.ReadAllLines(curves);
        File.AppendAllText(curves, "11,1,0.2");
        var resumed = Command.Run("run", scene, "--json", "--steps", "25", "--checkpoint", directory, "--resume");
        string[] after = File.ReadAllLines(curves);

        Assert.Equal(0, resumed.ExitCode);
        Assert.StartsWith("step,epoch,loss,accuracy,", before[0]);
        Assert.Equal(before, after[..before.Length]);
        Assert.Contains(after[before.Length..], row => row.StartsWith("25,", StringComparison.Ordinal));
        Assert.DoesNotContain(after, row => row.StartsWith("11,1,0.2", StringComparison.Ordinal));
    }

    [Fact]
    public void SaysThatThereIsNothingToGoOnFrom()
    {
        var (exitCode, _, errors) = Command.Run("run", scene, "--json", "--steps", "2", "--checkpoint", directory, "--resume");

        Assert.Equal(0, exitCode);
        Assert.Contains($"resume  {directory} holds no checkpoint yet; starting anew", errors);
    }

    [Fact]
    public void DamagedFilesAreRefusedByName()
    {
        Command.Run("run", scene, "--json", "--steps", "2", "--checkpoint", directory);
        byte[] bytes = File.ReadAllBytes(Last);
        bytes[^(4 * 784 * 16)] ^= 1;
        File.WriteAllBytes(Last, bytes);

        var (exitCode, output, errors) = Command.Run("run", scene, "--json", "--steps", "9", "--checkpoint", directory, "--resume");

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Matches($"\nvklearn: {Last}: tensor [a-z0-9.:]+ F32 .* is not as it was written: its checksum differs.", errors);
    }

    [Theory]
    [InlineData("--resume"), InlineData("--checkpoint-every", "5")]
    public void NeedsADirectory(params string[] options)
    {
        var (exitCode, _, errors) = Command.Run(["run", "scene.json", .. options]);

        Assert.Equal(2, exitCode);
        Assert.Contains($"{options[0]} needs --checkpoint DIR.", errors);
    }

    static string? Hash((int ExitCode, string Output, string Errors) run)
    {
        Assert.True(run.ExitCode == 0, run.Errors);
        return JsonElement.Parse(run.Output.TrimEnd().Split('\n')[^1]).GetProperty("weightsHash").GetString();
    }
}
