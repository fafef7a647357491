using System.Text;
using VkLearn.Compile;
using VkLearn.Gpu;

namespace VkLearn.Cli;

/// <summary>Where a workload's time goes: its kernels, those that do the same on the same shapes together, the dearest first.</summary>
/// <param name="Kernels">Each with how many they are.</param>
sealed record KernelTimes(string Workload, IReadOnlyList<(CommandTime Sum, int Count)> Kernels)
{
    const int WarmUpSteps = 3, ShownKernels = 30;

    /// <summary>Times a workload's kernels on a device of its own.</summary>
    public static KernelTimes Of(Workload workload, string? device)
    {
        using GpuDevice gpu = GpuDevice.Open(new GpuOptions { Device = device });
        using Recording recording = workload.Record(gpu);
        recording.Replay(WarmUpSteps);
        return new(workload.Name, [.. recording.TimeCommands().GroupBy(time => (time.Kernel, time.Shapes), Sum)
            .OrderByDescending(kernel => kernel.Sum.Milliseconds)]);
    }

    static (CommandTime Sum, int Count) Sum((string Kernel, string Shapes) what, IEnumerable<CommandTime> times)
    {
        CommandTime[] all = [.. times];
        return (new(what.Kernel, what.Shapes, all.Sum(time => time.Milliseconds), all.Sum(time => time.Gflop), all.Sum(time => time.Bytes)),
            all.Length);
    }

    /// <summary>A JSON line a kernel.</summary>
    public void Write()
    {
        foreach ((CommandTime sum, int count) in Kernels)
        {
            JsonLine.Write(line =>
            {
                line.WriteString("workload", Workload);
                line.WriteString("kernel", sum.Kernel);
                line.WriteString("shapes", sum.Shapes);
                line.WriteNumber("count", count);
                line.WriteNumber("ms", Math.Round(sum.Milliseconds, 4));
                line.WriteNumber("gflop", sum.Gflop);
                line.WriteNumber("bytes", sum.Bytes);
            });
        }
    }

    public override string ToString()
    {
        double whole = Kernels.Sum(kernel => kernel.Sum.Milliseconds);
        StringBuilder text = new();
        text.AppendLine($"{Workload}: {whole:0.000} ms in {Kernels.Sum(kernel => kernel.Count)} commands, each timed by itself");
        text.AppendLine("      ms  share  count  GFLOP/s   GB/s  kernel");
        foreach ((CommandTime sum, int count) in Kernels.Take(ShownKernels))
        {
            text.Append($"{sum.Milliseconds,8:0.000} {100 * sum.Milliseconds / whole,5:0.0}% {count,6}");
            text.Append($" {Rate(sum.Gflop, sum),8} {Rate(sum.Bytes / 1e9, sum),6}  {sum.Kernel}: {sum.Shapes}\n");
        }

        (CommandTime Sum, int Count)[] rest = [.. Kernels.Skip(ShownKernels)];
        if (rest.Length > 0)
        {
            double others = rest.Sum(kernel => kernel.Sum.Milliseconds);
            text.AppendLine($"{others,8:0.000} {100 * others / whole,5:0.0}% {rest.Sum(kernel => kernel.Count),6}  others");
        }

        return text.ToString();
    }

    static string Rate(double billions, CommandTime sum) => billions == 0 ? "" : $"{billions / (sum.Milliseconds / 1e3):0.0}";
}
