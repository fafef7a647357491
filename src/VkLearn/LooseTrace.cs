using VkLearn.Compile;
using VkLearn.Gpu;

namespace VkLearn;

/// <summary>
/// Ops outside a recording: they queue in order, and run when something is read. What the program still holds is then kept in memory; what
/// it has let go of is freed at a later read.
/// </summary>
sealed class LooseTrace
{
    [ThreadStatic]
    static LooseTrace? ofThread;

    readonly List<WeakReference<Tensor>> pending = [];
    readonly List<(Recording Recording, WeakReference<Tensor>[] Holders)> kept = [];

    LooseTrace() => Trace = Fresh();

    public static LooseTrace OfThread => ofThread ??= new LooseTrace();

    public Trace Trace { get; private set; }

    Trace Fresh() => new() { OnTraced = node => pending.AddRange(node.Outputs.Select(output => new WeakReference<Tensor>(output))) };

    /// <summary>Runs what is queued.</summary>
    public void Flush(GpuDevice? gpu = null)
    {
        Tensor[] live = [.. pending.Select(reference => reference.TryGetTarget(out Tensor? tensor) ? tensor : null).OfType<Tensor>().Where(t => t.Producer is not null)];
        pending.Clear();
        Trace queued = Trace;
        Trace = Fresh();
        Sweep();
        if (live.Length == 0 && !queued.Assigned.Any())
        {
            return;
        }

        Recording recording = Recording.Compile(SessionFor(live, gpu), queued, live, "loose ops");
        recording.Replay();
        kept.Add((recording, [.. live.Select(tensor => new WeakReference<Tensor>(tensor))]));
    }

    void Sweep() => kept.RemoveAll(entry =>
    {
        bool dead = !entry.Holders.Any(holder => holder.TryGetTarget(out _));
        if (dead)
        {
            entry.Recording.Dispose();
        }

        return dead;
    });

    static Session SessionFor(Tensor[] live, GpuDevice? gpu)
    {
        if (gpu is not null)
        {
            return Session.Of(gpu);
        }

        foreach (Tensor input in Node.Before(live).SelectMany(node => node.Inputs))
        {
            Session? session = (input.Leaf as MemoryLeaf)?.Session ?? (input.Leaf as PlaceLeaf)?.Place.Home?.Session;
            if (session is not null)
            {
                return session;
            }
        }

        return OfThread.Trace.Device;
    }
}
