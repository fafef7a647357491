using VkLearn.Compile;
using VkLearn.Gpu;

namespace VkLearn.Compile;

/// <summary>
/// Ops outside a recording: they queue in order, and run when something is read. What the program still holds is then kept in memory; what
/// it has let go of is freed at a later read.
/// </summary>
sealed class LooseTrace
{
    [ThreadStatic]
    static LooseTrace? ofThread;

    readonly List<WeakReference<Tensor>> pending = [];

    LooseTrace() => Trace = Fresh();

    public static LooseTrace OfThread => ofThread ??= new LooseTrace();

    public Trace Trace { get; private set; }

    Trace Fresh() => new() { OnTraced = node => pending.AddRange(node.Outputs.Select(output => new WeakReference<Tensor>(output))) };

    /// <summary>Runs what this thread has queued, so that what comes next on the device finds it done.</summary>
    public static void FlushQueued()
    {
        if (ofThread is { pending.Count: > 0 } or { Trace.Changes: true })
        {
            ofThread.Flush();
        }
    }

    /// <summary>Runs what is queued.</summary>
    public void Flush(GpuDevice? gpu = null)
    {
        Tensor[] live = [.. pending.Select(reference => reference.TryGetTarget(out Tensor? tensor) ? tensor : null)
            .OfType<Tensor>().Where(t => t.Producer is not null)];
        pending.Clear();
        Trace queued = Trace;
        Trace = Fresh();
        if (live.Length == 0 && !queued.Changes)
        {
            return;
        }

        Tensor[] values =
        [
            .. live, .. queued.Assigned.Select(assigned => assigned.Value),
            .. queued.Tallies.SelectMany(tally => (Tensor[])[tally.Values, Tally.Before(tally.Sums)]),
        ];
        if (SessionsOf(values).Any(known => known.IsDisposed))
        {
            return; // what was queued for a device that is gone is gone with it
        }

        try
        {
            Run(SessionFor(values, gpu), queued, live);
        }
        catch (VulkanException)
        {
            Trace = queued;
            pending.AddRange(live.Select(tensor => new WeakReference<Tensor>(tensor)));
            throw;
        }
    }

    static void Run(Session session, Trace queued, Tensor[] live)
    {
        session.SweepLoose();
        Recording recording = Recording.Compile(session, queued, live, "loose ops", run: true);
        session.KeepLoose(recording.GiveMemory(), live);
    }

    static Session SessionFor(Tensor[] values, GpuDevice? gpu) =>
        gpu is not null ? Session.Of(gpu) : SessionsOf(values).FirstOrDefault() ?? OfThread.Trace.Device;

    /// <summary>Where the inputs of these values lie.</summary>
    static IEnumerable<Session> SessionsOf(Tensor[] values) =>
        Node.Before(values).SelectMany(node => node.Inputs).Concat(values)
            .Select(input => (input.Leaf as MemoryLeaf)?.Session ?? (input.Leaf as PlaceLeaf)?.Place.Home?.Session)
            .OfType<Session>();
}
