using VkLearn.Gpu;

namespace VkLearn.Compile;

/// <summary>The device's block of counters: slot 0 is the seed, slot 1 the RNG clock, the others are handed out.</summary>
sealed class Counters : IDisposable
{
    public const int SeedSlot = 0, ClockSlot = 1, Capacity = 4096;

    readonly Session session;
    readonly GpuBuffer buffer;
    readonly List<int> seeds = [SeedSlot];
    int used = 2;

    public Counters(Session session)
    {
        this.session = session;
        buffer = session.Upload(new int[Capacity], "counters");
        Clock = new Counter("clock", ClockSlot, new Home(session, buffer, ClockSlot * sizeof(uint)));
        Block = new Tensor(new TensorType([Capacity], DType.Int32), leaf: new MemoryLeaf(session, buffer, 0)) { Name = "counters" };
    }

    /// <summary>The whole block, as kernels take it.</summary>
    public Tensor Block { get; }

    /// <summary>What random numbers are counted by: one more after each step that drew some.</summary>
    public Counter Clock { get; }

    /// <summary>
    /// A seed and an RNG clock of a recording's own, laid out as slots 0 and 1 are: what it draws moves no other's numbers on.
    /// </summary>
    /// <param name="begin">Where the clock begins.</param>
    public (Tensor Block, Counter Clock) NewRandom(string name, uint begin = 0)
    {
        Counter seed = New($"{name}.seed"), clock = New($"{name}.clock");
        Write(seed.Slot, session.Seed);
        Write(clock.Slot, begin);
        seeds.Add(seed.Slot);
        Leaf leaf = new MemoryLeaf(session, buffer, seed.Slot * sizeof(uint));
        return (new Tensor(new TensorType([2], DType.Int32), leaf: leaf) { Name = "counters" }, clock);
    }

    /// <summary>Sets the seed, and that of each recording with one of its own.</summary>
    public void SetSeed(uint seed) => seeds.ForEach(slot => Write(slot, seed));

    /// <summary>A new counter, at 0.</summary>
    public Counter New(string name) =>
        used < Capacity
            ? new Counter(name, used, new Home(session, buffer, sizeof(uint) * used++))
            : throw new InvalidOperationException($"All {Capacity} counters of this device are taken; {name} finds none.");

    public uint Read(int slot)
    {
        Span<uint> value = stackalloc uint[1];
        session.Gpu.Staging.Download(buffer, value, slot * sizeof(uint));
        return value[0];
    }

    public void Write(int slot, uint value) => session.Gpu.Staging.Upload<uint>([value], buffer, slot * sizeof(uint));

    public void Dispose() => buffer.Dispose();
}
