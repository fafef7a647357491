using Xunit;

namespace VkLearn.Tests.Cli;

public sealed class ListCommandTests
{
    const string Marker = "<!-- from here on: vklearn list --markdown -->\n";

    [Fact]
    public void TheReferenceOfScenesIsWhatTheCodeReads()
    {
        string page = File.ReadAllText(RepositoryRoot.Find("scenes/README.md")).ReplaceLineEndings("\n");
        var (exitCode, output, errors) = Command.Run("list", "--markdown");
        Assert.True(exitCode == 0, errors);
        Assert.True(page[(page.IndexOf(Marker, StringComparison.Ordinal) + Marker.Length)..] == output.ReplaceLineEndings("\n"),
            "scenes/README.md: the reference is of other code. Replace what follows its marker by what `vklearn list --markdown` prints.");
    }

    [Fact]
    public void EverySceneStandsInTheGallery()
    {
        string page = File.ReadAllText(RepositoryRoot.Find("scenes/README.md"));
        string[] scenes = Directory.GetFiles(RepositoryRoot.Find("scenes"), "*.json");
        Assert.NotEmpty(scenes);
        Assert.All(scenes, scene => Assert.Contains($"]({Path.GetFileName(scene)})", page));
        Assert.All(Directory.GetFiles(RepositoryRoot.Find("scenes"), "*.png"), picture =>
            Assert.Contains($"]({Path.GetFileName(picture)})", page));
    }

    [Fact]
    public void TellsTheSettingsOfAType()
    {
        var (exitCode, output, _) = Command.Run("list", "layers", "Conv2d");
        string[] lines = output.ReplaceLineEndings("\n").TrimEnd().Split('\n');
        Assert.Equal(0, exitCode);
        Assert.StartsWith("Conv2d: A convolution", lines[0]);
        Assert.Equal(["kernelSize", "whole number from 1 to 64", "required"], lines[3].Split("  ", StringSplitOptions.RemoveEmptyEntries
            | StringSplitOptions.TrimEntries));
        Assert.Equal(["stride", "whole number from 1 to 64", "1"], lines[4].Split("  ", StringSplitOptions.RemoveEmptyEntries
            | StringSplitOptions.TrimEntries));
    }

    [Theory, InlineData("views", "Curve"), InlineData("data", "DrawnDigits"), InlineData("optimizers", "Adam")]
    public void KnowsTypesOfEachAssemblyFromTheStart(string what, string type) =>
        Assert.StartsWith($"{type}: ", Command.Run("list", what, type).Output);

    [Fact]
    public void EveryTypeSaysWhatItIs()
    {
        var (_, output, _) = Command.Run("list", "--markdown");
        string[] types = [.. output.Split('\n').Where(line => line.StartsWith("- **", StringComparison.Ordinal))];
        Assert.True(types.Length > 40);
        Assert.All(types, type => Assert.Matches(@"^- \*\*\w+\*\*: .+\.$", type));
    }

    [Fact]
    public void NamesTheNearestTypeAndSort()
    {
        Assert.Contains("""Did you mean "Conv2d"?""", Command.Run("list", "layers", "Conv2").Errors);
        var (exitCode, _, errors) = Command.Run("list", "layer");
        Assert.Equal(2, exitCode);
        Assert.Contains("""Did you mean "layers"?""", errors);
    }
}
