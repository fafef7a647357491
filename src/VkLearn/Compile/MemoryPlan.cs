using VkLearn.Gpu;

namespace VkLearn.Compile;

/// <summary>Where a tensor lies.</summary>
readonly record struct Location(GpuBuffer Buffer, long Offset)
{
    public ulong Address => Buffer.Address + (ulong)Offset;
}

/// <summary>
/// Gives every tensor of a recording memory: intermediates share one buffer by when they are needed; constants, ranges and what is kept
/// have their own bytes. In a guarded arena each has a buffer of its own, so that a stray write is found.
/// </summary>
sealed class MemoryPlan : IDisposable
{
    readonly Session session;
    readonly Placement placement;
    readonly Dictionary<Tensor, Location> locations = [];
    readonly List<GpuBuffer> buffers = [];

    MemoryPlan(Session session, Placement placement)
    {
        this.session = session;
        this.placement = placement;
    }

    /// <summary>The recording's own memory.</summary>
    public IReadOnlyList<GpuBuffer> Buffers => buffers;

    /// <summary>Bytes of the recording's own: intermediates, constants, ranges.</summary>
    public long Bytes => buffers.Sum(buffer => buffer.Bytes);

    /// <param name="alias">False: no two intermediates share memory, to tell whether sharing is at fault for a result.</param>
    public static MemoryPlan Run(Session session, Placement placement, IEnumerable<Tensor> kept, bool alias)
    {
        MemoryPlan plan = new(session, placement);
        try
        {
            plan.Locate(plan.Lifetimes(kept, alias && !session.Gpu.Memory.Guarded));
            return plan;
        }
        catch
        {
            plan.Dispose();
            throw;
        }
    }

    void Locate(List<Lifetime> lifetimes)
    {
        if (session.Gpu.Memory.Guarded)
        {
            lifetimes.ForEach(life => locations.Add(life.Root, new Location(Allocate(life.Bytes, life.Root.Name ?? "intermediate"), 0)));
        }
        else
        {
            Share(lifetimes);
        }
    }

    public Location Of(Tensor tensor)
    {
        Spot spot = placement.Of(tensor);
        if (!locations.TryGetValue(spot.Root, out Location location))
        {
            location = Find(spot.Root);
            locations.Add(spot.Root, location);
        }

        return location with { Offset = location.Offset + spot.Offset };
    }

    /// <summary>The tensor of another recording whose memory a tensor lies in, if it does.</summary>
    public Tensor? OwnerOf(Tensor tensor) => placement.Of(tensor).Root is { Leaf: MemoryLeaf } root ? root : null;

    Location Find(Tensor root)
    {
        if (placement.InPlace.TryGetValue(root, out Place? place))
        {
            return At(place);
        }

        switch (root.Leaf)
        {
            case PlaceLeaf leaf:
                return At(leaf.Place);
            case MemoryLeaf memory:
                return memory.Session == session ? new Location(memory.Buffer, memory.ByteOffset)
                    : throw new InvalidOperationException($"{root} lies on another device.");
            case ConstantLeaf constant:
                GpuBuffer uploaded = session.Upload(constant.Values, root.Name ?? "constant");
                buffers.Add(uploaded);
                return new Location(uploaded, 0);
            case RangeLeaf:
                GpuBuffer range = Allocate(root.TensorType.Bytes, root.Name!);
                session.Gpu.Staging.Fill(range, 0, range.Bytes);
                return new Location(range, 0);
            default:
                throw new InvalidOperationException($"{root} is read, but nothing in this recording makes it.");
        }
    }

    Location At(Place place)
    {
        Home home = session.Settle(place);
        return new Location(home.Buffer, home.ByteOffset);
    }

    GpuBuffer Allocate(long bytes, string name)
    {
        GpuBuffer buffer = session.Gpu.Memory.Allocate(Math.Max(bytes, sizeof(float)), name);
        buffers.Add(buffer);
        return buffer;
    }

    /// <summary>From the command that makes an intermediate to the last that reads it.</summary>
    sealed class Lifetime(Tensor root, int first)
    {
        public Tensor Root => root;
        public long Bytes => Session.Align(Math.Max(root.TensorType.Bytes, sizeof(float)));
        public int First { get; set; } = first;
        public int Last { get; set; } = first;
    }

    List<Lifetime> Lifetimes(IEnumerable<Tensor> kept, bool alias)
    {
        Dictionary<Tensor, Lifetime> lifetimes = [];
        for (int i = 0; i < placement.Commands.Count; i++)
        {
            foreach ((Tensor tensor, Access access) in placement.Commands[i].Accesses)
            {
                Tensor root = placement.Of(tensor).Root;
                if (lifetimes.TryGetValue(root, out Lifetime? life))
                {
                    life.Last = i;
                }
                else if (root.Leaf is null && !placement.InPlace.ContainsKey(root))
                {
                    if (!access.HasFlag(Access.Write))
                    {
                        throw new InvalidOperationException($"{root} is read by {placement.Commands[i].Label} before anything makes it.");
                    }

                    lifetimes.Add(root, new Lifetime(root, i));
                }
            }
        }

        // What is kept may be read at any time between replays, so nothing else may lie there, before or after.
        foreach (Tensor tensor in kept)
        {
            if (lifetimes.TryGetValue(placement.Of(tensor).Root, out Lifetime? life))
            {
                (life.First, life.Last) = (0, int.MaxValue);
            }
        }

        if (!alias)
        {
            foreach (Lifetime life in lifetimes.Values)
            {
                (life.First, life.Last) = (0, int.MaxValue);
            }
        }

        return [.. lifetimes.Values];
    }

    /// <summary>Places the lifetimes in one buffer: in order of their beginning, each into the smallest gap that holds it.</summary>
    void Share(List<Lifetime> lifetimes)
    {
        Dictionary<Lifetime, long> offsets = new(ReferenceEqualityComparer.Instance);
        PriorityQueue<Lifetime, int> living = new();
        Gaps gaps = new();
        foreach (Lifetime life in lifetimes.OrderBy(life => life.First))
        {
            while (living.TryPeek(out Lifetime? oldest, out int last) && last < life.First)
            {
                living.Dequeue();
                gaps.Free(offsets[oldest], oldest.Bytes);
            }

            offsets.Add(life, gaps.Take(life.Bytes));
            living.Enqueue(life, life.Last);
        }

        if (gaps.End > 0)
        {
            GpuBuffer buffer = Allocate(gaps.End, "intermediates");
            lifetimes.ForEach(life => locations.Add(life.Root, new Location(buffer, offsets[life])));
        }
    }

    /// <summary>Free ranges of a growing buffer.</summary>
    sealed class Gaps
    {
        readonly SortedDictionary<long, long> bytesAt = [];

        /// <summary>Bytes from the start to the last that was ever taken.</summary>
        public long End { get; private set; }

        public long Take(long bytes)
        {
            long best = -1;
            foreach ((long at, long free) in bytesAt)
            {
                if (free >= bytes && (best < 0 || free < bytesAt[best]))
                {
                    best = at;
                }
            }

            if (best < 0)
            {
                End += bytes;
                return End - bytes;
            }

            long rest = bytesAt[best] - bytes;
            bytesAt.Remove(best);
            if (rest > 0)
            {
                bytesAt.Add(best + bytes, rest);
            }

            return best;
        }

        public void Free(long at, long bytes)
        {
            if (bytesAt.Remove(at + bytes, out long after))
            {
                bytes += after;
            }

            foreach ((long before, long free) in bytesAt)
            {
                if (before + free == at)
                {
                    bytesAt[before] = free + bytes;
                    return;
                }
            }

            bytesAt.Add(at, bytes);
        }
    }

    public void Dispose() => buffers.ForEach(buffer => buffer.Dispose());
}
