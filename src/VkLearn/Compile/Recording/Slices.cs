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
            foreach (int[] part in Enumerable.Range(0, commands.Count).GroupBy(i => partOf[i], (_, part) => part.ToArray()))
            {
                // A list begins with a barrier, so that its first command needs none.
                lists.Add(Recorder.Run(gpu, $"{name}, from command {part[0]}", [.. part.Select(i => commands[i])],
                    [false, .. part.Skip(1).Select(i => barrierBefore[i])], memory));
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

    /// <summary>The list to queue next.</summary>
    public CommandList Next => lists[next];

    /// <summary>Goes on to the list behind the next, which was queued.</summary>
    /// <returns>Whether it was the replay's last.</returns>
    public bool Advance()
    {
        next = (next + 1) % lists.Count;
        return next == 0;
    }

    public void Dispose() => lists.ForEach(list => list.Dispose());
}
