using VkLearn.Gpu;

namespace VkLearn.Compile;

/// <summary>
/// A replay as several lists that follow each other, cut where about equal shares of its work lie: what a step is queued by when the whole
/// takes longer than a frame leaves it.
/// </summary>
sealed class Slices : IDisposable
{
    readonly List<CommandList> lists = [];
    readonly List<int> ends = []; // of each list the last command
    int next;

    /// <param name="partOf">Of each command the number of its part, rising; a command is never cut.</param>
    public Slices(GpuDevice gpu, string name, IReadOnlyList<Command> commands, bool[] barrierBefore, MemoryPlan memory, int[] partOf)
    {
        try
        {
            foreach (int[] part in Enumerable.Range(0, commands.Count).GroupBy(i => partOf[i], (_, part) => part.ToArray()))
            {
                // A list begins with a barrier, so that its first command needs none.
                lists.Add(Recorder.Run(gpu, $"{name}, from command {part[0]}", [.. part.Select(i => commands[i])],
                    [false, .. part.Skip(1).Select(i => barrierBefore[i])], memory));
                ends.Add(part[^1]);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Parts of about equal work: a command belongs to the one that its middle lies in, in time.</summary>
    /// <param name="parts">At most so many.</param>
    public static int[] InParts(GpuDevice gpu, IReadOnlyList<Command> commands, int parts)
    {
        double[] seconds = [.. commands.Select(command => Cost.Seconds(gpu.Info, [command]))];
        double share = seconds.Sum() / parts, before = 0;
        int[] partOf = new int[seconds.Length];
        for (int i = 0; i < partOf.Length; i++)
        {
            partOf[i] = (int)((before + seconds[i] / 2) / share);
            before += seconds[i];
        }

        return partOf;
    }

    /// <summary>What it was asked for by.</summary>
    public required int Parts { get; init; }

    /// <summary>Whether a replay has begun and not ended.</summary>
    public bool IsOpen => next > 0;

    /// <summary>The list to queue next.</summary>
    public CommandList Next => lists[next];

    /// <summary>About what of a replay <see cref="Next"/> does.</summary>
    public double ShareOfNext => 1.0 / lists.Count;

    /// <summary>The last command of <see cref="Next"/>.</summary>
    public int EndOfNext => ends[next];

    /// <summary>Goes on to the list behind the next, which was queued.</summary>
    /// <returns>Whether it was the replay's last.</returns>
    public bool Advance()
    {
        next = (next + 1) % lists.Count;
        return next == 0;
    }

    public void Dispose() => lists.ForEach(list => list.Dispose());
}
