using VkLearn.Gpu;

namespace VkLearn.Compile;

/// <summary>
/// A rough guess, before anything has run, of how long a replay takes: only used for how many replays the first submits hold.
/// </summary>
static class Cost
{
    public static double Flops(IEnumerable<Command> commands) => commands.OfType<KernelCommand>().Sum(kernel => kernel.Flops);

    public static double Seconds(DeviceInfo device, IReadOnlyList<Command> commands)
    {
        // Of a CPU driver (measured: 20 GFLOP/s and more, 5 GB/s, 50 us a dispatch), and of a small GPU.
        bool cpu = device.Type == "cpu";
        (double flops, double bytes, double dispatch) = cpu ? (1e10, 4e9, 60e-6) : (5e11, 5e10, 5e-6);
        // What lies in memory from before is not counted: of a data set only a batch is read, of the counters a few words.
        double touched = commands.SelectMany(command => command.Accesses)
            .Where(access => access.Tensor.Leaf is not MemoryLeaf)
            .Sum(access => access.Tensor.TensorType.Bytes);
        return Flops(commands) / flops + touched / bytes + commands.Count * dispatch;
    }
}
