using VkLearn.Gpu;

namespace VkLearn.Compile;

/// <summary>Runs a recording one command at a time and looks at what each wrote: slow, and names the first op that made a NaN.</summary>
sealed class NanSearch : IDisposable
{
    readonly GpuDevice gpu;
    readonly IReadOnlyList<Command> commands;
    readonly MemoryPlan memory;
    readonly List<CommandList> lists = [];

    public NanSearch(GpuDevice gpu, IReadOnlyList<Command> commands, MemoryPlan memory)
    {
        this.gpu = gpu;
        this.commands = commands;
        this.memory = memory;
        try
        {
            foreach (Command command in commands)
            {
                lists.Add(Recorder.Run(gpu, command.Label, [command], [false], memory));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <exception cref="NanException">A command wrote a NaN.</exception>
    public void Run(long replay)
    {
        for (int i = 0; i < lists.Count; i++)
        {
            gpu.Timeline.Submit(lists[i]);
            foreach (Tensor tensor in commands[i].Writes.Where(tensor => tensor.Type == DType.Float32))
            {
                Check(commands[i], tensor, replay);
            }
        }
    }

    void Check(Command command, Tensor tensor, long replay)
    {
        Location at = memory.Of(tensor);
        float[] values = new float[tensor.Shape.Count];
        gpu.Staging.Download<float>(at.Buffer, values, at.Offset);
        int index = Array.FindIndex(values, float.IsNaN);
        if (index >= 0)
        {
            string kernel = command is KernelCommand k ? k.Code.Name : "copy";
            throw new NanException(
                $"{tensor.Name ?? command.Label} {tensor.Shape}: element {index} is NaN, made by {kernel} in replay {replay}.");
        }
    }

    public void Dispose() => lists.ForEach(list => list.Dispose());
}
