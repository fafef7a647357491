using System.Text.Json;
using Xunit;

namespace VkLearn.Tests.Cli;

public sealed class BenchCommandTests
{
    [Fact]
    public void PrintsALineAWorkload()
    {
        var (exitCode, output, _) = Command.Run("bench", "infer-mlp", "mlp-784-128-10-b64", "--json");

        Assert.Equal(0, exitCode);
        JsonElement[] lines = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
        Assert.Equal(["mlp-784-128-10-b64", "infer-mlp-784-128-10-b1"], lines.Select(line => line.GetProperty("workload").GetString()));
        Assert.All(lines, line =>
        {
            Assert.Equal("vklearn", line.GetProperty("peer").GetString());
            Assert.InRange(line.GetProperty("min").GetDouble(), 0, line.GetProperty("ms").GetDouble());
            Assert.InRange(line.GetProperty("steps").GetInt32(), 5, 500);
            Assert.InRange(line.GetProperty("dispatches").GetInt32(), 1, 14);
            Assert.True(line.GetProperty("gflops").GetDouble() > 0);
            Assert.True(line.GetProperty("deviceBytes").GetInt64() > 4 * 784 * 128);
            long bound = line.GetProperty("liveSetBound").GetInt64();
            Assert.InRange(line.GetProperty("planBytes").GetInt64(), bound, bound * 11 / 10);
        });
    }

    [Fact]
    public void TellsWhereAStepsTimeGoes()
    {
        var (exitCode, text, _) = Command.Run("bench", "gemm-512", "--kernels");
        var (_, lines, _) = Command.Run("bench", "gemm-512", "--kernels", "--json");

        Assert.Equal(0, exitCode);
        Assert.Matches(@"^gemm-512: [\d.]+ ms in \d+ commands", text);
        Assert.Matches(@"% +1 +[\d.]+ +[\d.]+  Gemm\w+: \[512, 512\], \[512, 512\] -> \[512, 512\]", text);
        JsonElement product = JsonElement.Parse(lines.Split('\n')[0]);
        Assert.Equal(2 * Math.Pow(512, 3) / 1e9, product.GetProperty("gflop").GetDouble(), 1e-9);
        Assert.Equal(3 * 512 * 512 * 4, product.GetProperty("bytes").GetInt64());
        Assert.InRange(product.GetProperty("ms").GetDouble(), 0.01, 1e4);
    }

    [Fact]
    public void ComparesWithAnotherCommand()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the peer is a shell's echo");

        var (exitCode, output, _) = Command.Run(
            "bench", "infer-mlp", "--json", "--against", """echo '{"workload":"infer-mlp-784-128-10-b1","ms":1000}'""");

        Assert.Equal(0, exitCode);
        Assert.InRange(JsonElement.Parse(output).GetProperty("ratio").GetDouble(), 1e-9, 0.9);
    }

    [Fact]
    public void RunsSeveralPeersWorkloadByWorkload()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the peers are a shell's echoes");
        const string slow = """echo '{"workload":"{}","ms":3000}'""", slower = """echo '{"workload":"{}","ms":4000}'""";

        var (exitCode, output, errors) = Command.Run(
            "bench", "infer-mlp", "gemm-512", "--json", "--rounds", "1", "--against", slow, "--against", slower);

        Assert.Equal(0, exitCode);
        JsonElement[] lines = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
        Assert.Equal(["gemm-512", "gemm-512", "infer-mlp-784-128-10-b1", "infer-mlp-784-128-10-b1"],
            lines.Select(line => line.GetProperty("workload").GetString()));
        Assert.Equal([slow, slower, slow, slower], lines.Select(line => line.GetProperty("peer").GetString()));
        Assert.Equal([3000, 4000, 3000, 4000], lines.Select(line => line.GetProperty("theirsRounds")[0].GetDouble()));
        Assert.Contains("""{"workload":"gemm-512","ms":3000}', 1 of 1""", errors);
    }

    [Fact]
    public void SaysThatThePeerFailed()
    {
        var (exitCode, _, errors) = Command.Run("bench", "infer-mlp", "--against", "exit 3");

        Assert.Equal(1, exitCode);
        Assert.Contains("exit 3, 1 of 3: ended with exit code 3.", errors);
    }
}
