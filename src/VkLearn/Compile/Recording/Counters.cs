using System.Collections.Concurrent;
using VkLearn.Gpu;

namespace VkLearn.Compile;

/// <summary>
/// The device's block of counters: slot 0 is the seed, slot 1 the RNG clock, the others are handed out, and taken back when the counter is
/// disposed or can no longer be reached.
/// </summary>
sealed class Counters : IDisposable
{
    public const int SeedSlot = 0, ClockSlot = 1, Capacity = 4096;

    readonly Session session;
    readonly GpuBuffer buffer;
    readonly Lock taking = new();
    readonly ConcurrentDictionary<int, bool> seeds = new() { [SeedSlot] = true };
    readonly bool[] taken = new bool[Capacity];

    public Counters(Session session)
    {
        this.session = session;
        taken[SeedSlot] = taken[ClockSlot] = true;
        buffer = session.Upload(new int[Capacity], "counters");
        Clock = new Counter("clock", ClockSlot, HomeOf(ClockSlot, null));
        Block = new Tensor(new TensorType([Capacity], DType.Int32), leaf: new MemoryLeaf(session, buffer, 0)) { Name = "counters" };
    }

    /// <summary>How many slots are taken.</summary>
    public int InUse => taken.Count(slot => slot);

    /// <summary>The whole block, as kernels take it.</summary>
    public Tensor Block { get; }

    /// <summary>What random numbers are counted by: one more after each step that drew some.</summary>
    public Counter Clock { get; }

    /// <summary>
    /// A seed and an RNG clock of a recording's own, laid out as slots 0 and 1 are: what it draws moves no other's numbers on. Both are
    /// there as long as the clock.
    /// </summary>
    /// <param name="begin">Where the clock begins.</param>
    public (Tensor Block, Counter Clock) NewRandom(string name, uint begin = 0)
    {
        int seed = Take(2, name);
        Write(seed, session.Seed);
        Write(seed + 1, begin);
        seeds[seed] = true;
        Counter clock = new($"{name}.clock", seed + 1, HomeOf(seed + 1, new Holding(() =>
        {
            seeds.TryRemove(seed, out _);
            GiveBack(seed, 2);
        })));
        Leaf leaf = new MemoryLeaf(session, buffer, seed * sizeof(uint));
        return (new Tensor(new TensorType([2], DType.Int32), leaf: leaf) { Name = "counters" }, clock);
    }

    /// <summary>Sets the seed, and that of each recording with one of its own.</summary>
    public void SetSeed(uint seed)
    {
        foreach (int slot in seeds.Keys)
        {
            Write(slot, seed);
        }
    }

    /// <summary>A new counter, at 0.</summary>
    /// <exception cref="InvalidOperationException">All are taken.</exception>
    public Counter New(string name)
    {
        int slot = Take(1, name);
        Write(slot, 0);
        return new Counter(name, slot, HomeOf(slot, new Holding(() => GiveBack(slot, 1))));
    }

    public uint Read(int slot)
    {
        Span<uint> value = stackalloc uint[1];
        session.Gpu.Staging.Download(buffer, value, slot * sizeof(uint));
        return value[0];
    }

    public void Write(int slot, uint value) => session.Gpu.Staging.Upload<uint>([value], buffer, slot * sizeof(uint));

    public void Dispose() => buffer.Dispose();

    Home HomeOf(int slot, Holding? holding) => new(session, buffer, slot * sizeof(uint), holding);

    /// <summary>The first of slots that lie together.</summary>
    int Take(int slots, string name) => TryTake(slots) ?? TryTakeCollected(slots) ?? throw new InvalidOperationException(
        $"All {Capacity} counters of this device are taken; {name} finds none. Dispose data sets, optimisers and recordings that are not "
        + "needed any more.");

    int? TryTakeCollected(int slots)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return TryTake(slots);
    }

    int? TryTake(int slots)
    {
        lock (taking)
        {
            for (int first = 0; first <= Capacity - slots; first++)
            {
                if (!taken.AsSpan(first, slots).Contains(true))
                {
                    taken.AsSpan(first, slots).Fill(true);
                    return first;
                }
            }

            return null;
        }
    }

    void GiveBack(int first, int slots)
    {
        lock (taking)
        {
            taken.AsSpan(first, slots).Clear();
        }
    }
}
