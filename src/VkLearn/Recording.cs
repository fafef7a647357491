using System.Diagnostics;
using System.Numerics;
using VkLearn.Compile;
using VkLearn.Gpu;

namespace VkLearn;

/// <summary>
/// A traced step, compiled for a device: command buffers that are replayed as often as wanted, many replays a submit, or a long one by
/// several. Replaying allocates nothing and makes no Vulkan object, but for the first time that a long one is cut; it waits only when three
/// submits are pending.
/// </summary>
public sealed class Recording : IDisposable
{
    /// <summary>
    /// What a submit may take: Windows resets a device that does not answer for two seconds. As long as its pace is a guess it may be ten
    /// times slower.
    /// </summary>
    const double SecondsPerSubmit = 0.5, SecondsUnmeasured = 0.05;
    const int ByPhase = 0; // in place of a number of parts

    readonly Session session;
    readonly MemoryPlan memory;
    readonly IReadOnlyList<Command> commands;
    readonly bool[] barrierBefore;
    readonly CommandList list;
    readonly Dictionary<string, Tensor> watches = [];
    readonly NanSearch? nanSearch;
    readonly double[] replaysInFlight;
    readonly Uses uses;
    readonly Counter? clock;
    readonly Lazy<Phases> phases;
    Slices? slices;
    double secondsPerReplay;
    bool isMeasured;
    long lastWait;

    Recording(Session session, Trace trace, Lowered lowered, string name)
    {
        this.session = session;
        Name = name;
        (commands, clock) = (lowered.Placement.Commands, lowered.Clock);
        memory = MemoryPlan.Run(session, lowered.Placement, lowered.Kept, Switches.Alias);
        try
        {
            uses = Uses.Of(session, lowered.Placement, trace);
            barrierBefore = Barriers.Run(commands, memory);
            list = Recorder.Run(session.Gpu, name, commands, barrierBefore, memory);
            nanSearch = Switches.SearchNan ? new NanSearch(session.Gpu, commands, memory) : null;
        }
        catch
        {
            list?.Dispose();
            memory.Dispose();
            throw;
        }

        secondsPerReplay = Cost.Seconds(session.Gpu.Info, commands);
        replaysInFlight = new double[session.Gpu.Timeline.MaxSubmitsInFlight];
        Dispatches = commands.Count(command => command is KernelCommand);
        Gflop = Cost.Flops(commands) / 1e9;
        phases = new(() => new Phases(commands));
    }

    public string Name { get; }

    /// <summary>What the recording returned; readable after a replay.</summary>
    public IReadOnlyList<Tensor> Results { get; private set; } = [];

    /// <summary>The first of <see cref="Results"/>.</summary>
    public Tensor Result => Results.Count > 0 ? Results[0] : throw new InvalidOperationException($"The recording {Name} returned nothing.");

    /// <summary>What is watched, by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Watches => watches;

    /// <summary>Kernels that one replay dispatches.</summary>
    public int Dispatches { get; }

    /// <summary>Multiplications and additions of the matrix products of one replay, in billions.</summary>
    public double Gflop { get; }

    /// <summary>Bytes of intermediates, gradients and constants; parameters and state not counted.</summary>
    public long Bytes => memory.Bytes;

    /// <summary>
    /// The most of <see cref="Bytes"/> that are needed at once, at any command, each tensor rounded up to 64 bytes: what no plan of these
    /// commands in this order could do without.
    /// </summary>
    public long LiveSetBound => memory.LiveSetBound;

    /// <summary>Submits made so far.</summary>
    public long Submits { get; private set; }

    /// <summary>Replays queued so far.</summary>
    public long Replays { get; private set; }

    /// <summary>What a replay goes through, one after the other: the steps of <see cref="ReplayPhase"/>.</summary>
    public IReadOnlyList<StepPhase> Phases => phases.Value.All;

    /// <summary>What the part that was queued last came to; null where the last replay was queued as a whole.</summary>
    public StepPhase? Phase { get; private set; }

    internal IReadOnlyList<Command> Commands => commands;
    internal IReadOnlyList<bool> BarrierBefore => barrierBefore;
    internal MemoryPlan Memory => memory;

    /// <summary>The plan in words: a line a command, what it reads and writes, and where barriers lie.</summary>
    public string Plan => PlanText.Of(commands, barrierBefore);

    /// <summary>The memory in words: a line a piece, where it lies, from which command to which it is needed, for which tensors.</summary>
    public string MemoryMap => MemoryText.Of(memory);

    /// <param name="run">Whether it is replayed once. When that fails, as when compiling does, the tensors stay what they were.</param>
    internal static Recording Compile(Session session, Trace trace, IReadOnlyList<Tensor> results, string name, bool run = false)
    {
        lock (LooseTrace.Shared.Gate) // no other thread runs meanwhile what these results are made of
        {
            return CompileAlone(session, trace, results, name, run);
        }
    }

    static Recording CompileAlone(Session session, Trace trace, IReadOnlyList<Tensor> results, string name, bool run)
    {
        Lowered lowered = Compiler.Run(session, trace, results, runsOnce: run);
        Recording recording = new(session, trace, lowered, name);
        try
        {
            Switches.Print(recording, session.Gpu);
            Tensor[] held = [.. results, .. trace.Watches.Values];
            Tensor[] planned = [.. lowered.Graph.Results, .. trace.Watches.Keys.Select(watch => lowered.Graph.Watches[watch])];
            MemoryLeaf?[] leaves = [.. held.Zip(planned, recording.LeafOf)];
            recording.Replay(run ? 1 : 0);
            recording.Bind(held, leaves, results, trace.Watches);
        }
        catch
        {
            recording.Dispose();
            throw;
        }

        return recording;
    }

    /// <summary>From now on the tensors that the program holds are where the plan put them.</summary>
    void Bind(Tensor[] held, MemoryLeaf?[] leaves, IReadOnlyList<Tensor> results, IReadOnlyDictionary<string, Tensor> watched)
    {
        for (int i = 0; i < held.Length; i++)
        {
            if (leaves[i] is { } leaf && held[i].Leaf is null or PlaceLeaf) // else it was returned or watched twice
            {
                held[i].Become(leaf);
            }
        }

        Results = results;
        foreach ((string name, Tensor tensor) in watched)
        {
            watches.Add(name, tensor);
        }
    }

    /// <summary>What a tensor becomes. A constant stays one; a place's value is read there, and was copied if the place changes.</summary>
    MemoryLeaf? LeafOf(Tensor held, Tensor planned)
    {
        if (planned.Leaf is PlaceLeaf leaf && planned == held)
        {
            session.Settle(leaf.Place);
            return null;
        }

        if (held.Leaf is not (null or PlaceLeaf))
        {
            return null;
        }

        Location at = memory.Of(planned);
        return new MemoryLeaf(session, at.Buffer, at.Offset, memory.OwnerOf(planned), IsComputed: true);
    }

    /// <summary>Queues replays and returns; waits only while three submits are pending.</summary>
    /// <exception cref="DeviceLostException">The device stopped answering.</exception>
    /// <exception cref="ObjectDisposedException">This, or what it uses, was disposed; the message names it.</exception>
    public void Replay(int times = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(times);
        uses.RefuseDisposed(Name);
        LooseTrace.FlushQueued();
        times -= times > 0 && EndReplay() ? 1 : 0;

        while (times > 0)
        {
            int now = 1;
            if (nanSearch is not null)
            {
                nanSearch.Run(Replays);
                Replays++;
            }
            else if (secondsPerReplay > SecondsASubmit && commands.Count > 1)
            {
                ReplayInParts();
            }
            else
            {
                now = Math.Clamp((int)(SecondsASubmit / secondsPerReplay), 1, times);
                Submit(list, now, now);
                Replays += now;
            }

            Phase = null;
            times -= now;
        }

        GC.KeepAlive(this); // what it uses stays until it is submitted
    }

    double SecondsASubmit => isMeasured ? SecondsPerSubmit : SecondsUnmeasured;

    void ReplayInParts()
    {
        int parts = (int)Math.Min(commands.Count, BitOperations.RoundUpToPowerOf2((uint)Math.Ceiling(secondsPerReplay / SecondsASubmit)));
        while (!ReplayNext(parts))
        {
        }
    }

    /// <summary>
    /// Queues the next of the parts that a replay is cut into, for a step that takes longer than a frame: what is drawn between sees some
    /// tensors of this step and some of the one before. A replay once begun is ended in the parts it began with.
    /// </summary>
    /// <param name="parts">About equal in work; fewer where there are not so many commands.</param>
    /// <returns>Whether this part ended the replay.</returns>
    /// <exception cref="DeviceLostException">The device stopped answering.</exception>
    public bool ReplayPart(int parts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        return ReplayNext(parts);
    }

    /// <summary>
    /// Queues the next of <see cref="Phases"/>, so that what is drawn after it shows how far the step has come. A replay that was begun in
    /// parts of another kind is ended in those.
    /// </summary>
    /// <returns>Whether it ended the replay.</returns>
    /// <inheritdoc cref="ReplayPart"/>
    public bool ReplayPhase() => ReplayNext(ByPhase);

    bool ReplayNext(int parts)
    {
        uses.RefuseDisposed(Name);
        if (nanSearch is not null || commands.Count == 0)
        {
            Replay();
            return true;
        }

        LooseTrace.FlushQueued();
        if (slices is not { IsOpen: true } && slices?.Parts != parts)
        {
            int[] partOf = parts == ByPhase ? phases.Value.IndexOf : Slices.InParts(session.Gpu, commands, parts);
            Slices made = new(session.Gpu, Name, commands, barrierBefore, memory, partOf) { Parts = parts };
            slices?.Dispose();
            slices = made;
        }

        Phase = phases.Value.All[phases.Value.IndexOf[slices.EndOfNext]];
        Submit(slices.Next, 1, slices.ShareOfNext);
        bool isLast = slices.Advance();
        Replays += isLast ? 1 : 0;
        return isLast;
    }

    /// <summary>
    /// Writes one replay into a list that is recorded, such as a host's command buffer, in place of submitting it. It runs whenever that
    /// list does, which <see cref="Replays"/> does not count; VKLEARN_NAN does not search in it.
    /// </summary>
    /// <param name="recorder">From <see cref="GpuDevice.BeginRecording"/> or <see cref="GpuDevice.RecordInto"/>.</param>
    public void RecordInto(CommandRecorder recorder)
    {
        uses.RefuseDisposed(Name);
        LooseTrace.FlushQueued();
        EndReplay();
        recorder.Barrier();
        Recorder.Write(recorder, session.Gpu, commands, barrierBefore, memory);
        recorder.Barrier();
    }

    /// <summary>Queues what is left of a replay that was begun in parts.</summary>
    /// <returns>Whether there was any.</returns>
    internal bool EndReplay()
    {
        bool isOpen = slices is { IsOpen: true };
        while (slices is { IsOpen: true } open)
        {
            ReplayNext(open.Parts);
            Phase = null;
        }

        return isOpen;
    }

    /// <param name="replays">What that does, in replays: less than 1 of a part of one.</param>
    void Submit(CommandList list, int times, double replays)
    {
        Timeline timeline = session.Gpu.Timeline;
        long waits = timeline.Waits;
        timeline.Submit(list, times);
        int slot = (int)(Submits % replaysInFlight.Length);
        if (timeline.Waits > waits)
        {
            Measure(replaysInFlight[slot]);
        }
        else
        {
            lastWait = 0;
        }

        replaysInFlight[slot] = replays;
        Submits++;
    }

    /// <summary>When replays have waited twice in a row, the time between is what the submit it waited for took.</summary>
    /// <param name="replays">Of that submit; 0 where it was another recording's.</param>
    void Measure(double replays)
    {
        long now = Stopwatch.GetTimestamp();
        if (lastWait != 0 && replays > 0)
        {
            double measured = Stopwatch.GetElapsedTime(lastWait, now).TotalSeconds / replays;
            secondsPerReplay = Math.Max(1e-7, (secondsPerReplay + measured) / 2);
            isMeasured = true;
        }

        lastWait = now;
    }

    /// <summary>
    /// Replays with the device's clock read after each command, which the next then does not overlap, so that the whole takes longer than
    /// by <see cref="Replay"/>; what is computed is the same. Waits.
    /// </summary>
    /// <param name="replays">How many, of which each command's median is taken.</param>
    /// <returns>A time a command, in the order of <see cref="Plan"/>.</returns>
    /// <exception cref="NotSupportedException">The device has no timestamps.</exception>
    public IReadOnlyList<CommandTime> TimeCommands(int replays = 5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(replays, 1);
        uses.RefuseDisposed(Name);
        LooseTrace.FlushQueued();
        EndReplay();
        IReadOnlyList<CommandTime> times = CommandTimes.Run(session.Gpu, Name, commands, barrierBefore, memory, replays);
        Replays += replays;
        GC.KeepAlive(this);
        return times;
    }

    /// <summary>Waits for all replays queued.</summary>
    public void Wait() => session.Gpu.Timeline.Wait(session.Gpu.Timeline.LastSubmitted);

    /// <summary>Ends the recording, whose commands hold tensors, but not its memory, which is from now on the caller's.</summary>
    internal IReadOnlyList<GpuBuffer> GiveMemory()
    {
        DisposeCommands();
        return memory.Buffers;
    }

    public void Dispose()
    {
        LooseTrace.EndQueued(); // which may read what this one made
        uses.End();
        DisposeCommands();
        memory.Dispose();
    }

    void DisposeCommands()
    {
        clock?.Dispose();
        nanSearch?.Dispose();
        slices?.Dispose();
        list.Dispose();
    }
}
