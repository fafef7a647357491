using VkLearn.Gpu;

namespace VkLearn.Compile;

/// <summary>Times a recording command by command, in a list of its own with the device's clock read between them.</summary>
static class CommandTimes
{
    public static IReadOnlyList<CommandTime> Run(
        GpuDevice gpu, string name, IReadOnlyList<Command> commands, IReadOnlyList<bool> barrierBefore, MemoryPlan memory, int replays)
    {
        using GpuTimer timer = gpu.NewTimer(commands.Count + 1);
        using CommandRecorder recorder = gpu.BeginRecording($"{name}, timed");
        recorder.Timestamp(timer, 0);
        for (int i = 0; i < commands.Count; i++)
        {
            if (barrierBefore[i])
            {
                recorder.Barrier();
            }

            Recorder.Write(recorder, gpu, commands[i], memory);
            recorder.Timestamp(timer, i + 1);
        }

        using CommandList list = recorder.End();
        long[][] times = [.. Enumerable.Range(0, replays).Select(_ => Replay(gpu, list, timer))];
        return [.. commands.Select((command, i) => Of(command, Median([.. times.Select(at => (at[i + 1] - at[i]) / 1e6)])))];
    }

    static long[] Replay(GpuDevice gpu, CommandList list, GpuTimer timer)
    {
        gpu.Timeline.Submit(list);
        return timer.Read();
    }

    static CommandTime Of(Command command, double milliseconds) => new(
        command is KernelCommand kernel ? Path.GetFileNameWithoutExtension(kernel.Code.Name) : "copy",
        $"{Shapes(command.Reads)} -> {Shapes(command.Writes)}",
        milliseconds, Cost.Flops([command]) / 1e9, command.Accesses.Sum(access => (long)access.Tensor.TensorType.Bytes));

    static string Shapes(IEnumerable<Tensor> tensors)
    {
        string[] all = [.. tensors.Select(tensor => $"{tensor.Shape}")];
        return all.Length > 4 ? $"{string.Join(", ", all.Take(4))} and {all.Length - 4} more" : string.Join(", ", all);
    }

    static double Median(double[] times) => times.Order().ElementAt(times.Length / 2);
}
