using VkLearn.Gpu;

namespace VkLearn.Compile;

/// <summary>Where a tensor lies.</summary>
readonly record struct Location(GpuBuffer Buffer, long Offset)
{
    public ulong Address => Buffer.Address + (ulong)Offset;
}

/// <summary>
/// Gives every tensor of a recording memory: one buffer, or several where the device has none so large, in which intermediates and ranges
/// lie by when they are needed, and constants and what is kept for themselves. In a guarded arena each has a buffer of its own, so that a
/// stray write is found.
/// </summary>
sealed class MemoryPlan : IDisposable
{
    readonly Session session;
    readonly Placement placement;
    readonly List<Lifetime> lifetimes;
    readonly Dictionary<Tensor, Location> locations = [];
    readonly List<GpuBuffer> buffers = [];

    MemoryPlan(Session session, Placement placement, List<Lifetime> lifetimes)
    {
        (this.session, this.placement, this.lifetimes) = (session, placement, lifetimes);
        LiveSetBound = Packing.LiveSetBound([.. lifetimes.Select(life => life.Interval)]);
    }

    /// <summary>The recording's own memory.</summary>
    public IReadOnlyList<GpuBuffer> Buffers => buffers;

    /// <summary>Bytes of the recording's own: intermediates, constants, ranges.</summary>
    public long Bytes => buffers.Sum(buffer => buffer.Bytes);

    /// <summary>The most of these bytes that are needed at once, at any command: no plan takes fewer.</summary>
    public long LiveSetBound { get; }

    /// <summary>Who is needed when.</summary>
    public IReadOnlyList<Lifetime> Lives => lifetimes;

    /// <param name="alias">False: no two intermediates share memory, to tell whether sharing is at fault for a result.</param>
    public static MemoryPlan Run(Session session, Placement placement, IEnumerable<Tensor> kept, bool alias)
    {
        bool guarded = session.Gpu.Memory.Guarded;
        MemoryPlan plan = new(session, placement, Lifetimes.Run(placement, kept, alias && !guarded));
        try
        {
            if (guarded)
            {
                plan.SetApart();
            }
            else
            {
                plan.PutTogether(plan.lifetimes);
            }

            return plan;
        }
        catch
        {
            plan.Dispose();
            throw;
        }
    }

    void SetApart()
    {
        foreach (Lifetime life in lifetimes)
        {
            Tensor root = life.Tensors[0];
            long words = Math.Max(1, (root.TensorType.Bytes + sizeof(float) - 1) / sizeof(float));
            Put(life, new Location(Allocate(words * sizeof(float), root.Name ?? "intermediate"), 0));
        }
    }

    /// <summary>
    /// In one buffer: the pinned one after the other, then the others over one another. What is more than a buffer of the device holds is
    /// halved, each half with as many large ones, until it fits.
    /// </summary>
    void PutTogether(IReadOnlyList<Lifetime> lives)
    {
        Lifetime[] pinned = [.. lives.Where(life => life.IsPinned)], sharing = [.. lives.Where(life => !life.IsPinned)];
        (long[] offsets, long packed) = Packing.Run([.. sharing.Select(life => life.Interval)]);
        long reserved = pinned.Sum(life => life.Bytes), at = 0;
        if (lives.Count == 0)
        {
            return;
        }

        if (reserved + packed > session.Gpu.Memory.LargestBuffer && lives.Count > 1)
        {
            Lifetime[] bySize = [.. lives.OrderByDescending(life => life.Bytes)];
            PutTogether([.. bySize.Where((_, i) => i % 2 == 0)]);
            PutTogether([.. bySize.Where((_, i) => i % 2 == 1)]);
            return;
        }

        GpuBuffer buffer = Allocate(reserved + packed, "recording");
        foreach (Lifetime life in pinned)
        {
            Put(life, new Location(buffer, at));
            at += life.Bytes;
        }

        for (int i = 0; i < sharing.Length; i++)
        {
            Put(sharing[i], new Location(buffer, reserved + offsets[i]));
        }
    }

    void Put(Lifetime life, Location location)
    {
        foreach (Tensor tensor in life.Tensors)
        {
            locations.Add(tensor, location);
        }

        switch (life.Tensors[0].Leaf)
        {
            case ConstantLeaf constant:
                session.Upload(constant.Values, location.Buffer, location.Offset);
                break;
            case RangeLeaf { HasGapsOfZeros: true }:
                session.Gpu.Staging.Fill(location.Buffer, location.Offset, life.Tensors[0].TensorType.Bytes);
                break;
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

    /// <summary>Where what is not the recording's own lies.</summary>
    Location Find(Tensor root)
    {
        if (placement.PlaceOf.TryGetValue(root, out Place? place))
        {
            return At(place);
        }

        return root.Leaf switch
        {
            PlaceLeaf leaf => At(leaf.Place),
            MemoryLeaf memory => memory.Session == session ? new Location(memory.Buffer, memory.ByteOffset)
                : throw new InvalidOperationException($"{root} lies on another device."),
            _ => throw new InvalidOperationException($"{root} is read, but nothing in this recording makes it."),
        };
    }

    Location At(Place place)
    {
        Home home = session.Settle(place);
        return new Location(home.Buffer, home.ByteOffset);
    }

    GpuBuffer Allocate(long bytes, string name)
    {
        GpuBuffer buffer = session.Gpu.Memory.Allocate(bytes, name);
        buffers.Add(buffer);
        return buffer;
    }

    public void Dispose() => buffers.ForEach(buffer => buffer.Dispose());
}
