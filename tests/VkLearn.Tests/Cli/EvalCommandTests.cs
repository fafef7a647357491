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
        Assert.Contains("holds no ", Command.Run("eval", last, "--data", TempFolder.New()).Errors);
    }

    /// <summary>Models whose size the data say are made before they are loaded.</summary>
    [Fact]
    public void TestsModelsThatHaveTheFormOfTheData()
    {
        string folder = TempFolder.New(), last = Path.Combine(folder, "last.safetensors"), scene = SceneText.File("""
            {
              "data": { "type": "DrawnClinic", "train": 200, "test": 50 },
              "optimizer": { "type": "Adam", "learningRate": 1e-2 },
              "learner": { "type": "CrossValidation", "repeats": 0 },
              "training": { "batch": 20, "epochs": 2 }
            }
            """);
        var run = Command.Run("run", scene, "--headless", "--json", "--checkpoint", folder);
        Assert.True(run.ExitCode == 0, run.Errors);

        var (exitCode, output, errors) = Command.Run("eval", last, "--json");

        Assert.True(exitCode == 0, errors);
        JsonElement done = JsonElement.Parse(run.Output.TrimEnd().Split('\n')[^1]), test = JsonElement.Parse(output);
        Assert.Equal(done.GetProperty("metrics").GetRawText(), test.GetProperty("metrics").GetRawText());
        Assert.True(test.GetProperty("metrics").GetProperty("testMlpLoss").GetDouble() > 0);
        Assert.Equal(5 + 1 + 5 + 1 + 5 * 8 + 8 + 8 + 1, JsonElement.Parse(run.Output.Split('\n')[0]).GetProperty("parameters").GetInt32());
    }

    /// <summary>A learner without a test is judged as it is at the end of its training.</summary>
    [Fact]
    public void FindsOutWhatALearnerDoesOfItself()
    {
        string folder = TempFolder.New(), last = Path.Combine(folder, "last.safetensors");
        var run = Command.Run("run", "gan", "--headless", "--json", "--steps", "300", "--checkpoint", folder);
        Assert.True(run.ExitCode == 0, run.Errors);

        var (exitCode, output, errors) = Command.Run("eval", last, "--json");

        Assert.True(exitCode == 0, errors);
        double Share(string line) => JsonElement.Parse(line).GetProperty("metrics").GetProperty("highQualityShare").GetDouble();
        double share = Share(run.Output.TrimEnd().Split('\n')[^1]);
        Assert.InRange(share, 0.02, 1);
        Assert.InRange(Share(output), share - 0.02, share + 0.02); // of other noise
    }
}
