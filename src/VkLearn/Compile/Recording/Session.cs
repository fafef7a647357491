using System.Collections.Concurrent;
using VkLearn.Gpu;
using VkLearn.Primitives;

namespace VkLearn.Compile;

/// <summary>
/// What learning keeps on a device: the seed, the counters, the memory of places. One for each device, made when it is first needed.
/// </summary>
sealed class Session : IDisposable
{
    const int Alignment = 64;
    const int LargeAlike = 1 << 25; // bytes of a place's values, all alike, from which on they are filled in

    static readonly List<Session> Living = [];

    [ThreadStatic] static Session? usedLast;

    readonly Lock settling = new();
    readonly HashSet<GpuBuffer> held = [];
    readonly ConcurrentQueue<IReadOnlyList<GpuBuffer>> abandoned = [];
    readonly Dictionary<(string Kind, string Name), int> named = [];
    long disposals;

    Session(GpuDevice gpu)
    {
        Gpu = gpu;
        Tuned = gpu.Choices;
        Counters = new Counters(this);
        gpu.Memory.Reclaiming += Sweep;
        lock (Living)
        {
            Living.Add(this);
        }
    }

    public GpuDevice Gpu { get; }
    public Counters Counters { get; }

    /// <summary>What random numbers and parameters begin with.</summary>
    public uint Seed { get; private set; }

    /// <summary>Trainings begun since the seed was set.</summary>
    public uint Trainings { get; set; }

    /// <summary>
    /// The matrix products that a choice file names a kernel for: <see cref="Compile.GemmWork.Key"/> to the name of a row in
    /// <see cref="Compile.KernelTable"/>'s table. Read when a recording is compiled.
    /// </summary>
    public IReadOnlyDictionary<string, string> Tuned { get; set; }

    /// <summary>
    /// How many places and buffers were disposed so far: as long as it is the same, all that a recording uses is there still.
    /// </summary>
    public long Disposals => Volatile.Read(ref disposals) + Gpu.Memory.Disposals;

    /// <summary>Whether its device is gone, and with it all that it kept.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>
    /// The session that this thread used last; where it used none, the one made last. Only of those whose device lives: where values that
    /// name no device are computed.
    /// </summary>
    public static Session? Latest
    {
        get
        {
            if (usedLast is { IsDisposed: false })
            {
                return usedLast;
            }

            lock (Living)
            {
                return Living.LastOrDefault();
            }
        }
    }

    public static Session Of(GpuDevice gpu) => usedLast = gpu.Attachment(device => new Session(device));

    /// <param name="isAnew">Whether a run begins with it; not: one goes on with the seed it had.</param>
    public void SetSeed(uint seed, bool isAnew = true)
    {
        Counters.SetSeed(seed);
        Seed = seed;
        if (isAnew)
        {
            Counters.Write(Counters.ClockSlot, 0);
            lock (named)
            {
                named.Clear();
            }

            Trainings = 0;
        }
    }

    /// <summary>
    /// The random numbers of a training that begins: of the first since the seed was set the session's, null; of each further one its own,
    /// which begin far apart, so that none draws another's and none depends on when another draws.
    /// </summary>
    public (Tensor Block, Counter Clock)? RandomOfTraining()
    {
        const int apart = 24; // bits of steps
        return Trainings == 0 ? null : Counters.NewRandom("training", Trainings << apart);
    }

    /// <summary>
    /// The stream of random numbers of what has this name; of each further thing of the kind and name since the seed was set, another. So
    /// models of one form begin apart, and a run that does the same after the same seed draws the same.
    /// </summary>
    /// <param name="kind">Parameters and data sets do not count each other's names.</param>
    public uint StreamOf(string kind, string name)
    {
        int before;
        lock (named)
        {
            before = named.GetValueOrDefault((kind, name));
            named[(kind, name)] = before + 1;
        }

        return Streams.Of(before == 0 ? name : $"{name}\0{before}");
    }

    /// <summary>Gives a place memory if it has none: a parameter together with its whole tree, so that any subtree is one range.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public Home Settle(Place place)
    {
        place.RefuseDisposed();
        if (place.Home is null)
        {
            Settle(place is Parameter { Owner: { } owner } ? owner.Root.Parameters : [place]);
        }

        return place.Home!.Session == this ? place.Home
            : throw new InvalidOperationException(
                $"{place.Name} lies on another device: a place belongs to the device that used it first.");
    }

    /// <summary>
    /// Gives places memory in one buffer, or as few as the device has so large, in order, each at a 64-byte boundary; gaps are zero. Those
    /// that have a home keep it.
    /// </summary>
    public void Settle(IReadOnlyList<Place> places)
    {
        lock (settling)
        {
            SettleAlone(places);
        }
    }

    void SettleAlone(IReadOnlyList<Place> places)
    {
        List<Place> homeless = [.. places.Where(place => place.Home is null).Distinct()];
        if (homeless.Count == 0)
        {
            return;
        }

        (int first, long bytes) = (0, 0);
        for (int i = 0; i < homeless.Count; i++)
        {
            long more = Align(homeless[i].TensorType.Bytes);
            if (i > first && bytes + more > Gpu.Memory.LargestBuffer)
            {
                SettleTogether(homeless[first..i]);
                (first, bytes) = (i, 0);
            }

            bytes += more;
        }

        SettleTogether(homeless[first..]);
    }

    void SettleTogether(List<Place> homeless)
    {
        long[] offsets = Layout(homeless, out long bytes);
        if (homeless is [{ InitialWord: { } word } only] && bytes > LargeAlike)
        {
            GpuBuffer filled = Filled(word, bytes, only.Name);
            only.Home = new Home(this, filled, 0, Hold([filled]));
            return;
        }

        float[] values = new float[bytes / sizeof(float)];
        for (int i = 0; i < homeless.Count; i++)
        {
            homeless[i].Initial(this).CopyTo(values.AsSpan((int)(offsets[i] / sizeof(float))));
        }

        GpuBuffer buffer = Upload(values, homeless[0].Name);
        Holding holding = Hold([buffer], homeless.Count);
        for (int i = 0; i < homeless.Count; i++)
        {
            homeless[i].Home = new Home(this, buffer, offsets[i], holding);
        }
    }

    /// <summary>New memory of the same word over and over, which the host never has as a whole.</summary>
    GpuBuffer Filled(uint word, long bytes, string name)
    {
        GpuBuffer buffer = Gpu.Memory.Allocate(bytes, name);
        uint[] some = new uint[LargeAlike / sizeof(uint)];
        Array.Fill(some, word);
        for (long at = 0; at < bytes; at += LargeAlike)
        {
            Gpu.Staging.Upload<uint>(some.AsSpan(0, (int)Math.Min(some.Length, (bytes - at) / sizeof(uint))), buffer, at);
        }

        return buffer;
    }

    /// <summary>Memory that goes back to the device when the last of its holders lets go of it.</summary>
    public Holding Hold(IReadOnlyList<GpuBuffer> buffers, int holders = 1)
    {
        lock (held)
        {
            held.UnionWith(buffers);
        }

        return new Holding(() => abandoned.Enqueue(buffers), holders);
    }

    /// <summary>Frees what no holder holds any more.</summary>
    public void Sweep()
    {
        while (abandoned.TryDequeue(out IReadOnlyList<GpuBuffer>? buffers))
        {
            Free(buffers);
        }
    }

    /// <summary>A place was disposed.</summary>
    public void CountDisposal() => Interlocked.Increment(ref disposals);

    /// <summary>New memory with these values: float[], Half[], int[] or byte[].</summary>
    public GpuBuffer Upload(Array values, string name)
    {
        long bytes = Math.Max(4, (values.Length * (long)ElementBytes(values) + 3) / 4 * 4);
        GpuBuffer buffer = Gpu.Memory.Allocate(bytes, name);
        try
        {
            Upload(values, buffer, 0);
            return buffer;
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    /// <summary>Puts these values, float[], Half[], int[] or byte[], where they are given room.</summary>
    public void Upload(Array values, GpuBuffer buffer, long byteOffset)
    {
        switch (values)
        {
            case float[] floats:
                Gpu.Staging.Upload<float>(floats, buffer, byteOffset);
                break;
            case Half[] halves:
                Gpu.Staging.Upload<Half>(halves, buffer, byteOffset);
                break;
            case int[] ints:
                Gpu.Staging.Upload<int>(ints, buffer, byteOffset);
                break;
            case byte[] whole:
                Gpu.Staging.Upload<byte>(whole, buffer, byteOffset);
                break;
        }
    }

    static int ElementBytes(Array values) => values switch
    {
        byte[] => 1,
        Half[] => 2,
        _ => 4,
    };

    /// <summary>Where places lie from the first on, and how many bytes they take.</summary>
    public static long[] Layout(IReadOnlyList<Place> places, out long bytes)
    {
        long[] offsets = new long[places.Count];
        bytes = 0;
        for (int i = 0; i < offsets.Length; i++)
        {
            offsets[i] = bytes;
            bytes += Align(places[i].TensorType.Bytes);
        }

        return offsets;
    }

    public static long Align(long bytes) => (bytes + Alignment - 1) / Alignment * Alignment;

    void Free(IEnumerable<GpuBuffer> buffers)
    {
        foreach (GpuBuffer buffer in buffers)
        {
            lock (held)
            {
                held.Remove(buffer);
            }

            buffer.Dispose();
        }
    }

    public void Dispose()
    {
        IsDisposed = true;
        Gpu.Memory.Reclaiming -= Sweep;
        lock (Living)
        {
            Living.Remove(this);
        }

        Free([.. held]);
        Counters.Dispose();
    }
}
