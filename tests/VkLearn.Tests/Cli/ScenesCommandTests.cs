using System.Text.Json;
using VkLearn.Tests.Engine;
using Xunit;

namespace VkLearn.Tests.Cli;

public sealed class ScenesCommandTests
{
    [Fact]
    public void EverySceneOfTheFolderIsThereByName()
    {
        string[] scenes = [.. Directory.GetFiles(RepositoryRoot.Find("scenes"), "*.json").Select(Path.GetFileNameWithoutExtension)!];
        string[] lines = Command.Run("scenes").Output.ReplaceLineEndings("\n").TrimEnd().Split('\n');
        Assert.Equal(scenes.Order(StringComparer.Ordinal), lines.Select(line => line.Split(' ')[0]));
        Assert.All(lines, line => Assert.EndsWith(".", line)); // what it shows
    }

    [Fact]
    public void RunsByNameAndAPathWins()
    {
        string folder = TempFolder.New();
        string[] few = ["--set", "data.train=200", "--set", "data.test=60", "--steps", "2", "--headless", "--json"];
        Assert.Equal(0, Command.StartIn(folder, ["run", "digits", .. few]).End().ExitCode);
        File.WriteAllText(Path.Combine(folder, "digits"), SceneText.Tiny);
        var own = Command.StartIn(folder, ["run", "digits", "--steps", "2", "--json"]).End();
        Assert.Equal(JsonHash(Command.Run("run", SceneText.File(), "--steps", "2", "--json").Output), JsonHash(own.Output));
    }

    [Fact]
    public void NamesTheNearestScene() => Assert.Equal(
        "vklearn: digts: there is no such file, and no scene of that name. Did you mean \"digits\"? "
        + $"Known: {string.Join(", ", Scenes())}.\n", Command.Run("run", "digts").Errors);

    static IEnumerable<string> Scenes() => Directory.GetFiles(RepositoryRoot.Find("scenes"), "*.json")
        .Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    static string JsonHash(string output) =>
        JsonElement.Parse(output.TrimEnd().Split('\n')[^1]).GetProperty("weightsHash").GetString()!;
}
