using VkLearn.Gpu;

namespace VkLearn.Compile;

/// <summary>
/// Ops outside a recording, of all threads. What reads a device's memory, a place or random numbers queues in order, and runs before
/// anything else is done there. What is made of nothing but constants lies on no device: it waits for who needs it, so that a thread never
/// computes on its device what another is about to use on its own. What the program still holds is then kept in memory until it can no
/// longer be reached.
/// </summary>
sealed class LooseTrace
{
    readonly List<WeakReference<Tensor>> pending = [];
    Session? touched; // where what is queued lies
    volatile bool isQueued;

    LooseTrace() => Trace = new() { OnTraced = Queue, OnTouched = place => Touch(place.Home?.Session ?? Session.Latest), Gate = Gate };

    public static LooseTrace Shared { get; } = new();

    /// <summary>Held while what is queued changes or runs, and while anything is compiled of it.</summary>
    public Lock Gate { get; } = new();

    public Trace Trace { get; }

    /// <summary>Runs what is queued, so that what comes next on the device finds it done. While nothing is, it waits for nobody.</summary>
    public static void FlushQueued()
    {
        if (Shared.isQueued)
        {
            Shared.Flush();
        }
    }

    /// <summary>
    /// Runs what is queued, which may use what is about to be disposed. Where it cannot, as the device was lost or something that it uses
    /// is gone already, nothing is to be done.
    /// </summary>
    public static void EndQueued()
    {
        try
        {
            FlushQueued();
        }
        catch (Exception failure) when (failure is VulkanException or ObjectDisposedException)
        {
            // Whoever reads what was queued is told.
        }
    }

    /// <summary>Runs what is queued.</summary>
    /// <param name="gpu">Where, if none of it lies on a device yet.</param>
    public void Flush(GpuDevice? gpu = null)
    {
        lock (Gate)
        {
            if (pending.Count > 0 || Trace.Changes)
            {
                FlushAlone(gpu);
            }

            isQueued = false; // at last: who finds nothing queued finds it done
        }
    }

    /// <summary>Runs what is queued, and what these values wait for.</summary>
    /// <param name="gpu">Where, if they lie on no device yet; null: where this thread was last.</param>
    public void Compute(IEnumerable<Tensor> values, GpuDevice? gpu)
    {
        lock (Gate)
        {
            Flush(gpu);
            Tensor[] waiting = [.. Waiting(values)];
            if (waiting.Length > 0)
            {
                Run(gpu is null ? Trace.Device : Session.Of(gpu), new Trace(), waiting);
            }
        }
    }

    void FlushAlone(GpuDevice? gpu)
    {
        Tensor[] live = [.. pending.Select(reference => reference.TryGetTarget(out Tensor? tensor) ? tensor : null)
            .OfType<Tensor>().Where(t => t.Producer is not null)];
        pending.Clear();
        Session? session = touched ?? (gpu is null ? null : Session.Of(gpu));
        Trace queued = Trace.TakeOut();
        touched = null;
        if (live.Length > 0 || queued.Changes)
        {
            Run(queued, live, session);
        }
    }

    void Run(Trace queued, Tensor[] live, Session? touched)
    {
        Tensor[] values =
        [
            .. live, .. queued.Assigned.Select(assigned => assigned.Value),
            .. queued.Tallies.SelectMany(tally => (Tensor[])[tally.Values, Tally.Before(tally.Sums)]),
        ];
        Session[] sessions = [.. SessionsOf(values)];
        if (sessions.Any(known => known.IsDisposed))
        {
            return; // what was queued for a device that is gone is gone with it
        }

        try
        {
            Run(sessions.FirstOrDefault() ?? touched ?? Trace.Device, queued, [.. live, .. Waiting(values)]);
        }
        catch (VulkanException)
        {
            Trace.PutBack(queued);
            pending.AddRange(live.Select(tensor => new WeakReference<Tensor>(tensor)));
            throw;
        }
    }

    /// <summary>The tensors that the program holds are from now on who holds the memory.</summary>
    static void Run(Session session, Trace queued, Tensor[] live)
    {
        Recording recording = Recording.Compile(session, queued, live, "loose ops", run: true);
        Holding holding = session.Hold(recording.GiveMemory(), Math.Max(1, live.Length));
        foreach (Tensor tensor in live)
        {
            if (tensor.Leaf is MemoryLeaf memory) // not what turned out to be a constant
            {
                tensor.Become(memory with { Holding = holding });
            }
        }

        if (live.Length == 0)
        {
            holding.Release();
        }
    }

    void Queue(Node node)
    {
        lock (Gate)
        {
            node.Waits = node.Op is not Primitives.Random && node.Inputs.All(input => input.Leaf is ConstantLeaf || IsWaiting(input));
            if (!node.Waits)
            {
                Touch(node.Inputs.Select(SessionOf).FirstOrDefault(session => session is not null)
                    ?? (node.Op is Primitives.Random ? Session.Latest : null));
                pending.AddRange(node.Outputs.Select(output => new WeakReference<Tensor>(output)));
            }
        }
    }

    static bool IsWaiting(Tensor tensor) => tensor.Producer is { Waits: true };

    /// <summary>What these are computed from, themselves among it, and waits for a device.</summary>
    static IEnumerable<Tensor> Waiting(IEnumerable<Tensor> values) =>
        Node.Before(values).Where(node => node.Waits).SelectMany(node => node.Outputs);

    /// <summary>What lies on another device than what is queued runs after that.</summary>
    void Touch(Session? session)
    {
        if (session is not null && touched is not null && session != touched)
        {
            Flush();
        }

        touched = session ?? touched;
        isQueued = true;
    }

    /// <summary>Where the inputs of these values lie.</summary>
    static IEnumerable<Session> SessionsOf(Tensor[] values) =>
        Node.Before(values).SelectMany(node => node.Inputs).Concat(values).Select(SessionOf).OfType<Session>();

    static Session? SessionOf(Tensor tensor) =>
        (tensor.Leaf as MemoryLeaf)?.Session ?? (tensor.Leaf as PlaceLeaf)?.Place.Home?.Session;
}
