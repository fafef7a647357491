using System.Text.Json;
using VkLearn.Tests.Engine;
using Xunit;

namespace VkLearn.Tests.Cli;

public sealed class GenerateCommandTests
{
    /// <summary>A text of the user's own, whose vocabulary comes with the checkpoint.</summary>
    [Fact]
    public void WritesOnAfterAPrompt()
    {
        string folder = TempFolder.New(), text = Path.Combine(folder, "text.txt"), last = Path.Combine(folder, "last.safetensors");
        File.WriteAllText(text, string.Concat(Enumerable.Repeat("abc\u00e4\n", 200)));
        string scene = SceneText.File("""
            {
              "data": { "type": "DrawnGrammar", "window": 8 },
              "model": { "type": "Gru", "inFeatures": 8, "outFeatures": 16 },
              "optimizer": { "type": "Adam", "learningRate": 2e-2 },
              "learner": { "type": "LanguageModel", "features": 8, "outFeatures": 16 },
              "training": { "batch": 8, "epochs": 8 }
            }
            """);
        var run = Command.Run("run", scene, "--headless", "--json", "--data", text, "--checkpoint", folder);
        Assert.True(run.ExitCode == 0, run.Errors);
        JsonElement metrics = JsonElement.Parse(run.Output.TrimEnd().Split('\n')[^1]).GetProperty("metrics");
        double nats = metrics.GetProperty("testNats").GetDouble();
        Assert.InRange(nats, 0, 0.3); // of five letters that follow each other, where the untrained needs 1.6
        Assert.Equal(nats / Math.Log(2), metrics.GetProperty("testBits").GetDouble(), 1e-4);
        Assert.Equal(Math.Exp(nats), metrics.GetProperty("testPerplexity").GetDouble(), 1e-4);
        File.Delete(text);

        var greedy = Command.Run("generate", last, "--prompt", "abc", "--length", "7", "--temperature", "0");
        Assert.True(greedy.ExitCode == 0, greedy.Errors);
        Assert.Equal("abc\u00e4\nabc\u00e4\n", greedy.Output[..^1]);

        var drawn = Command.Run("generate", last, "--length", "100", "--seed", "3", "--top-k", "3", "--top-p", "0.9", "--json");
        JsonElement told = JsonElement.Parse(drawn.Output);
        Assert.Equal(("", 100, 100), (told.GetProperty("prompt").GetString(), told.GetProperty("tokens").GetInt32(),
            told.GetProperty("text").GetString()!.Length));
        Assert.Equal("abc\u00e4\na\n", Command.Run("generate", last, "--prompt", "a", "--length", "5", "--beam", "3").Output);

        Assert.Contains("--prompt: line 2, column 2: 'x' (U+0078) is none of the 5 characters that were learned: abc\u00e4",
            Command.Run("generate", last, "--prompt", "abc\nax").Errors);
        Assert.Contains("--top-p must be above 0 and at most 1, received", Command.Run("generate", last, "--top-p", "2").Errors);
    }

    [Fact]
    public void AnotherSortOfLearnerWritesNothing()
    {
        string folder = TempFolder.New(), scene = SceneText.File();
        Assert.Equal(0, Command.Run("run", scene, "--json", "--checkpoint", folder).ExitCode);
        Assert.Contains("is of a Classifier, which writes nothing; a LanguageModel does",
            Command.Run("generate", Path.Combine(folder, "last.safetensors")).Errors);
    }
}
