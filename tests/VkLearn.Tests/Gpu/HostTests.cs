using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;

namespace VkLearn.Tests.Gpu;

/// <summary>tests/VkLearn.Host, an engine that knows Vulkan and not VkLearn, with training in its frames.</summary>
public sealed partial class HostTests
{
    const int Frames = 60;

    static readonly TimeSpan longest = TimeSpan.FromMinutes(2);

    [Theory, InlineData(), InlineData("--no-timeline"), InlineData("--host-submit"), InlineData("--no-timeline", "--host-submit")]
    public void TrainsDrawsAndAnswersInsideAnEngine(params string[] options)
    {
        (int exitCode, string output) = Run(["--frames", $"{Frames}", .. options]);
        Assert.True(exitCode == 0, output);
        Assert.Contains("panel: as drawn", output);
        Assert.Contains("messages: 0", output);
        Assert.Contains($"answers: {Frames - 1} of {Frames}, {Frames - 1} one frame later", output);
        Assert.True(Number(Steps(), output) >= Frames, output);
        Assert.True(Number(OtherSubmits(), output) > 0, output);
    }

    [Fact]
    public void TellsItsOptionsToWhoMistakesThem()
    {
        (int exitCode, string output) = Run(["--framse"]);
        Assert.Equal(2, exitCode);
        Assert.StartsWith("\"--framse\" is not an option.\nVkLearn.Host [--frames N]", output);
    }

    static int Number(Regex text, string output) => int.Parse(text.Match(output).Groups[1].Value);

    static (int ExitCode, string Output) Run(string[] arguments)
    {
        string configuration = AppContext.BaseDirectory.Split(Path.DirectorySeparatorChar).Contains("Release") ? "Release" : "Debug";
        string program = RepositoryRoot.Find($"tests/VkLearn.Host/bin/{configuration}/net10.0/VkLearn.Host.dll");
        ProcessStartInfo start = new("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("VKLEARN_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name); // tests beside this one set some in this very process
        }
        start.Environment["LP_NUM_THREADS"] = "0";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(), output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(longest))
        {
            process.Kill(entireProcessTree: true);
        }
        return (process.ExitCode, errors.Result + output.Result);
    }

    [GeneratedRegex(@"training: (\d+) steps")]
    private static partial Regex Steps();

    [GeneratedRegex(@"other thread: (\d+) submits")]
    private static partial Regex OtherSubmits();
}
