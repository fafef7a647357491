using VkLearn.Tests.Engine;
using Xunit;

namespace VkLearn.Tests.Cli;

public sealed class VkLearnCommandTests
{
    [Fact]
    public void TellsItsVersion() => Assert.Matches(@"^vklearn \d+\.\d+\.\d+", Command.Run("--version").Output);

    [Fact]
    public void TellsWhereItFailedWhenAsked()
    {
        string[] wrong = ["run", SceneText.File(), "--set", "training.batch=0"];
        Assert.DoesNotContain("   at ", Command.Run(wrong).Errors);
        var (exitCode, _, errors) = Command.Start([], [.. wrong, "--verbose"]).End(mayShowStack: true);
        Assert.Equal(1, exitCode);
        Assert.Contains("must be a whole number of at least 1", errors);
        Assert.Contains("   at VkLearn.Formats.SettingsValue.Int", errors);
    }

    [Theory]
    [InlineData("vklearn l", "list")]
    [InlineData("vklearn run d", "digits")]
    [InlineData("vklearn list lay", "layers")]
    [InlineData("vklearn list layers Con", "Conv2d")]
    [InlineData("vklearn run digits --he", "--headless")]
    public void CompletesWords(string line, string word) =>
        Assert.Contains(word, Command.Run($"[suggest:{line.Length}]", line).Output.ReplaceLineEndings("\n").Split('\n'));

    [Theory, InlineData("bash"), InlineData("zsh"), InlineData("fish"), InlineData("pwsh")]
    public void PrintsACompletionScript(string shell)
    {
        var (exitCode, output, _) = Command.Run("completion", shell);
        Assert.Equal(0, exitCode);
        Assert.Contains("[suggest:", output);
    }

    [Fact]
    public void BashCompletesByItsScript()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "there is no bash");
        string folder = TempFolder.New(), program = Path.Combine(folder, "vklearn");
        File.WriteAllText(program, $"#!/bin/sh\nexec dotnet {Command.Managed} \"$@\"\n");
        File.WriteAllText(Path.Combine(folder, "script"), Command.Run("completion", "bash").Output);
        File.WriteAllText(Path.Combine(folder, "try"), $"""
            chmod +x {program}; . {folder}/script
            COMP_LINE='{program} run lenet --che' COMP_POINT=$(expr length '{program} run lenet --che')
            COMP_WORDS=({program} run lenet --che) COMP_CWORD=3
            _vklearn
            echo "${"{COMPREPLY[@]}"}"
            """.ReplaceLineEndings("\n"));
        using var bash = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("/bin/bash", [Path.Combine(folder, "try")]) { RedirectStandardOutput = true })!;
        Assert.Equal("--checkpoint --checkpoint-every", bash.StandardOutput.ReadToEnd().Trim());
    }
}
