using System.Text.Json;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Cli;

/// <summary>Learners that no file of ours knows, by the command that their own program hosts: trained, shown, told of, kept.</summary>
public sealed class OutsideLearnersTests
{
    readonly string folder = TempFolder.New();

    static string SceneOf(string name) => RepositoryRoot.Find($"tests/VkLearn.Extension/scenes/{name}.json");

    /// <summary>A metric, and what it reaches if it learned: untrained ones are at 0.5, at 0.6 nats, 0 and 10%.</summary>
    [Theory]
    [InlineData("sines", "testError", 0, 0.05, "error", "layers.0.weight")]
    [InlineData("uncertain", "testSurprise", -3, -0.7, "surprise", "mean")]
    [InlineData("points", "testNear", 0.6, 1, "criticLoss", "fake")]
    [InlineData("stack", "testAccuracy", 0.7, 1, "reconstructionError", "output")]
    public void TrainsIsShownAndTellsOfIt(string scene, string metric, double low, double high, string told, string shown)
    {
        string picture = Path.Combine(folder, "seen.png"), table = Path.Combine(folder, "table.csv");

        string[] epochs = scene == "points" ? ["--epochs", "30"] : [];
        string[] seen = ["--csv", table, "--png", picture, "--set", "frame.rate=5"];
        string[] lines = Run(["run", SceneOf(scene), "--headless", "--json", .. seen, .. epochs]);

        Assert.Contains(shown, File.ReadAllText(SceneOf(scene)));
        Assert.True(new FileInfo(picture).Length > 10_000);
        Assert.Equal("start", JsonElement.Parse(lines[0]).GetProperty("event").GetString());
        Assert.Contains(lines, line => line.Contains($"\"{told}\":"));
        Assert.InRange(JsonElement.Parse(lines[^1]).GetProperty("metrics").GetProperty(metric).GetDouble(), low, high);
        string[] rows = File.ReadAllLines(table);
        Assert.StartsWith("step,epoch,", rows[0]);
        Assert.Contains(told, rows[0].Split(','));
        Assert.Contains(metric, rows[0].Split(','));
        Assert.True(rows.Length > 3 && rows.All(row => row.Count(c => c == ',') == rows[0].Count(c => c == ',')));
    }

    /// <summary>Killed at moments of its three stages, most of them inside a write: each step writes a checkpoint.</summary>
    [Theory, InlineData("uncertain"), InlineData("points"), InlineData("stack")]
    public void KilledItGoesOnToTheSameBits(string scene)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "kill -KILL is of Unix");
        string[] length = ["--headless", "--json", "--steps", "60", "--set", "training.batch=20", .. Short(scene)];
        string[] keep = ["--checkpoint", folder, "--checkpoint-every", "1", "--resume", "--log-every", "1"];
        string unbroken = HashOf(Run(["run", SceneOf(scene), .. length]));
        for (int i = 0; i < 3; i++)
        {
            Command killed = Command.StartOutside(["run", SceneOf(scene), .. length, .. keep]);
            for (int line = 0; line < 14 && killed.ReadLine() is not null; line++)
            {
            }

            Thread.Sleep(TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * 20));
            killed.Kill();
            killed.End();
            Assert.True(Snapshot.Load(Path.Combine(folder, "last.safetensors")).Step > 8 * i);
        }

        Assert.Equal(unbroken, HashOf(Run(["run", SceneOf(scene), .. length, .. keep])));
    }

    /// <summary>What makes each stage of the stack 20 steps long.</summary>
    static string[] Short(string scene) =>
        scene == "stack" ? ["--set", "data.train=400", "--set", "data.test=40", "--set", "learner.epochs=1"] : [];

    static string[] Run(params string[] arguments)
    {
        var (exitCode, output, errors) = Command.StartOutside(arguments).End();
        Assert.True(exitCode == 0, errors);
        return output.TrimEnd().Split('\n');
    }

    static string HashOf(string[] lines) => JsonElement.Parse(lines[^1]).GetProperty("weightsHash").GetString()!;
}
