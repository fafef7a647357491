using System.Text.Json;
using VkLearn.Tests.Engine;
using Xunit;

namespace VkLearn.Tests.Cli;

public sealed class EvalCommandTests
{
    [Fact]
    public void TestsACheckpointAsItsRunDid()
    {
        string folder = TempFolder.New(), scene = SceneText.File(), last = Path.Combine(folder, "last.safetensors");
        var run = Command.Run("run", scene, "--json", "--checkpoint", folder);
        Assert.Equal(0, run.ExitCode);

        var (exitCode, output, errors) = Command.Run("eval", last, "--json");

        Assert.True(exitCode == 0, errors);
        JsonElement done = JsonElement.Parse(run.Output.TrimEnd().Split('\n')[^1]), test = JsonElement.Parse(output);
        Assert.Equal(60, test.GetProperty("items").GetInt32());
        Assert.Equal(done.GetProperty("metrics").GetRawText(), test.GetProperty("metrics").GetRawText());
        Assert.Contains("of 60 items", Command.Run("eval", last, "--scene", scene).Output);
        Assert.Contains("holds no ", Command.Run("eval", last, "--data", folder).Errors);
    }
}
