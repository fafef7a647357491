using VkLearn.Tests.Cli;
using Xunit;

namespace VkLearn.Tests.Benchmarks;

/// <summary>
/// What the compilers of GPUs make of the kernels chosen there, as text beside this file, so that a change of a kernel or of the tables
/// shows what it changes. VKLEARN_WRITE_TABLES=1 writes it anew. It is that of one version of Mesa.
/// </summary>
public sealed class IsaTests
{
    static string Program => RepositoryRoot.Find(
        $"tests/VkLearn.Benchmarks/bin/{Command.Configuration}/net10.0/VkLearn.Benchmarks.dll");

    [Theory, InlineData("navi31"), InlineData("navi21"), InlineData("vega10"), InlineData("phoenix"), InlineData("tgl"), InlineData("dg2"),
        InlineData("lnl")]
    public void AreAsTheyWere(string family)
    {
        (int exitCode, string output, string errors) =
            Command.RunNative("dotnet", [Program, "isa", "--family", family, "gemm-512", "lenet", "resnet20"]);
        Assert.True(exitCode == 0, errors);
        Assert.SkipWhen(output.Contains(": skipped, "), output.Trim());
        string[] lines = output.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string file = Path.Combine(RepositoryRoot.Find("tests/VkLearn.Tests/Benchmarks"), $"{family}.isa.txt");
        if (Environment.GetEnvironmentVariable("VKLEARN_WRITE_TABLES") == "1")
        {
            File.WriteAllText(file, string.Join('\n', lines) + "\n");
        }

        string[] expected = File.ReadAllLines(file);
        Assert.SkipUnless(expected[0] == lines[0], $"the table is of {expected[0]}, this is {lines[0]}");
        Assert.Equal(expected, lines);
        Assert.All(lines[2..], line => Assert.Equal("0", line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3])); // spills
    }
}
