using System.Text.Json;
using VkLearn.Tests.Cli;
using Xunit;

namespace VkLearn.Tests.Benchmarks;

/// <summary>The kernel lab in a process of its own: small lines of each sort.</summary>
public sealed class LabTests
{
    static string Program
    {
        get
        {
            string configuration = AppContext.BaseDirectory.Split(Path.DirectorySeparatorChar).Contains("Release") ? "Release" : "Debug";
            return RepositoryRoot.Find($"tests/VkLearn.Benchmarks/bin/{configuration}/net10.0/VkLearn.Benchmarks.dll");
        }
    }

    static (int ExitCode, string Output, string Errors) Run(params string[] arguments) =>
        Command.RunNative("dotnet", [Program, "--seconds", "0.001", .. arguments]);

    [Fact]
    public void EveryLineIsRightAndTimed()
    {
        (int exitCode, string output, string errors) =
            Run("--json", "Cost", "64x10x128", "[128, 800]", "[64, 10]", "[101770]", "64 of [10");
        Assert.Equal((0, ""), (exitCode, errors));
        JsonElement[] lines = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
        Assert.True(lines[0].GetProperty("mulAddGflops").GetDouble() > 0 && lines[0].GetProperty("copyGbs").GetDouble() > 0);
        string[] ops = ["Cost", "MatMul", "Elementwise", "Reduce", "Softmax", "CrossEntropy", "ArgMax", "Adam", "AdamW", "Sgd", "Batch"];
        Assert.Equal(ops, lines[1..].Select(line => line.GetProperty("op").GetString()).Distinct());
        Assert.All(lines[1..], line => Assert.True(line.GetProperty("right").GetBoolean() && line.GetProperty("us").GetDouble() > 0));
    }

    [Fact]
    public void RefusesANameThatNoLineHas()
    {
        (int exitCode, _, string errors) = Run("Softmin");
        Assert.Equal(1, exitCode);
        Assert.StartsWith("lab: no line has Softmin in its op and size. Ops: Cost, MatMul", errors);
    }
}
