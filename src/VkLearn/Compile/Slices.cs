using VkLearn.Gpu;

namespace VkLearn.Compile;

/// <summary>
/// A replay as several lists that follow each other, cut where about equal shares of its work lie: what a step is queued by when the whole
/// takes longer than a frame leaves it.
/// </summary>
sealed class Slices : IDisposable
{
    readonly List<CommandList> lists = [];
    int next;

    /// <param name="parts">At most so many: a command is never cut.</param>
    public Slices(GpuDevice gpu, string name, IReadOnlyList<Command> commands, bool[] barrierBefore, MemoryPlan memory, int parts)
    {
        Parts = parts;
        int[] partOf = PartOf([.. commands.Select(command => Cost.Seconds(gpu.Info, [command]))], parts);
        try
        {
            for (int from = 0, to; from < commands.Count; from = to)
            {
                for (to = from; to < commands.Count && partOf[to] == partOf[from]; to++)
                {
                }

                // A list begins with a barrier, so that of its first command needs none.
                lists.Add(Recorder.Run(gpu, $"{name}, from command {from}", [.. commands.Skip(from).Take(to - from)],
                    [false, .. barrierBefore[(from + 1)..to]], memory));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>A command belongs to the part that its middle lies in, in time.</summary>
    static int[] PartOf(double[] seconds, int parts)
    {
        double share = seconds.Sum() / parts, before = 0;
        int[] partOf = new int[seconds.Length];
        for (int i = 0; i < partOf.Length; i++)
        {
            partOf[i] = (int)((before + seconds[i] / 2) / share);
            before += seconds[i];
        }

        return partOf;
    }

    /// <summary>As it was asked for.</summary>
    public int Parts { get; }

    /// <summary>Whether a replay has begun and not ended.</summary>
    public bool IsOpen => next > 0;

    /// <summary>The next list, and whether it is the replay's last.</summary>
    public CommandList Next(out bool isLast)
    {
        CommandList list = lists[next];
        next = (next + 1) % lists.Count;
        isLast = next == 0;
        return list;
    }

    public void Dispose() => lists.ForEach(list => list.Dispose());
}
