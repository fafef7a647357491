using System.Text.Json;
using VkLearn.Tests.Engine;
using Xunit;

namespace VkLearn.Tests.Cli;

public sealed class ShowCommandTests
{
    [Fact]
    public void ShowsLayersAndTheSceneAsItWillRun()
    {
        // Neither a device nor data are needed.
        var (exitCode, output, errors) = Command.Run([("VK_DRIVER_FILES", "/nonexistent"), ("VK_ICD_FILENAMES", "/nonexistent")],
            "show", SceneText.File(), "--set", "training.batch=5");

        Assert.True(exitCode == 0, errors);
        string[] lines = output.ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(["layers.1", "Dense", "[5,", "16]", "12,560"], Words(lines[2])[..5]);
        Assert.Equal("12,730", Words(lines[5])[0]); // of all
        JsonElement scene = JsonElement.Parse(string.Join('\n', lines[6..]));
        Assert.Equal(5, scene.GetProperty("training").GetProperty("batch").GetInt32());
        Assert.Equal(1, scene.GetProperty("training").GetProperty("seed").GetInt32());
        Assert.Equal(0.9, scene.GetProperty("optimizer").GetProperty("beta1").GetDouble());
        Assert.True(scene.GetProperty("model").GetProperty("layers")[1].GetProperty("bias").GetBoolean());

        string whole = SceneText.File(scene.GetRawText()); // it says all that there is to say, and runs
        Assert.Equal(0, Command.Run("run", whole, "--steps", "1").ExitCode);
    }

    [Fact]
    public void SaysWhatDoesNotFit()
    {
        var (exitCode, _, errors) = Command.Run("show", SceneText.File(), "--set", "model.layers.1.inFeatures=783");
        Assert.Equal(1, exitCode);
        Assert.Contains("Use inFeatures: 784", errors);
    }

    static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
