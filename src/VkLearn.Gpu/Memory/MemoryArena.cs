using System.Runtime.InteropServices;
using Silk.NET.Vulkan;

namespace VkLearn.Gpu;

/// <summary>
/// Hands out device memory: blocks of 64 MiB, made when needed and shared by many buffers; a larger buffer has one of its own.
/// </summary>
public sealed class MemoryArena
{
    const long BlockBytes = 64L << 20;
    const int GuardBytes = 64; // before and behind each buffer; keeps its alignment
    const uint FreshWord = 0x7fc0dead; // a NaN
    const long QuarantineBytes = 32L << 20; // discarded guarded buffers stay readable as NaN up to this much
    const int QuarantineBuffers = 1024; // and this many: each has memory of its own, of which some drivers give 4096 pieces

    readonly VulkanHandles handles;
    readonly DeviceInfo device;
    readonly Timeline timeline;
    readonly Staging staging;
    readonly LivingObjects living;
    readonly Lock change = new();
    readonly List<MemoryBlock> blocks = [];
    readonly HashSet<GpuBuffer> buffers = [];
    readonly Queue<GpuBuffer> quarantine = [];
    readonly Action<GpuBuffer> discard; // one for all
    readonly long alignment;
    long inUse, peak, reserved, quarantined, disposals;
    int images;
    uint made;

    internal MemoryArena(VulkanHandles handles, DeviceInfo device, Timeline timeline, Staging staging, LivingObjects living, bool guarded)
    {
        (this.handles, this.device, this.timeline, this.staging, this.living) = (handles, device, timeline, staging, living);
        (Guarded, discard) = (guarded, Discard);
        alignment = Math.Max(64, device.Limits.StorageBufferAlignment);
    }

    /// <summary>Whether each buffer has a VkBuffer of its own, guard words around it, and NaN in fresh and freed memory.</summary>
    public bool Guarded { get; }

    /// <summary>
    /// Raised, on the asker's thread, before memory is taken or counted: whoever holds some that nobody needs any more disposes it now.
    /// </summary>
    public event Action? Reclaiming;

    /// <summary>How many buffers were disposed so far: as long as it is the same, none of those known to live was.</summary>
    public long Disposals => Volatile.Read(ref disposals);

    /// <summary>Bytes of the largest buffer that there can be: what is larger takes several.</summary>
    public long LargestBuffer => Math.Min(device.MemoryBytes, device.Limits.AllocationBytes);

    public MemoryStatistics Statistics
    {
        get
        {
            Reclaim();
            lock (change)
            {
                return new(inUse, peak, reserved, blocks.Count + images, buffers.Count + images);
            }
        }
    }

    /// <summary>Takes memory; what is in it is undefined. The address is a multiple of 64.</summary>
    /// <param name="bytes">Size, at least 1.</param>
    /// <param name="name">Name for messages.</param>
    /// <exception cref="OutOfDeviceMemoryException">The device has no room, even after waiting for pending work to free some.</exception>
    public GpuBuffer Allocate(long bytes, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        RefuseTooLarge(bytes, Asker(name));
        Reclaim();
        GpuBuffer buffer = TryAllocate(bytes, name, MemoryUse.Device, out _) ?? AllocateAfterWaiting(bytes, name);
        if (Guarded)
        {
            Guard(buffer);
        }
        living.Add(buffer);
        return buffer;
    }

    /// <summary>Reads all guard words back; does nothing unless <see cref="Guarded"/>.</summary>
    /// <exception cref="InvalidOperationException">Something wrote outside a buffer, which the message names.</exception>
    public void CheckGuards()
    {
        foreach (GpuBuffer[] some in Guarded ? GuardedBuffers().Chunk(Staging.MaxDownloadBytes / (2 * GuardBytes)) : [])
        {
            CheckGuards(some);
        }
    }

    /// <summary>Frees a disposed buffer once pending work is done with it.</summary>
    void Discard(GpuBuffer buffer)
    {
        living.Remove(buffer);
        Interlocked.Increment(ref disposals);
        if (Guarded && !timeline.HoldsGarbage) // else a host is still to submit what may read it
        {
            Spoil(buffer);
        }
        timeline.Defer(() => Release(buffer, isQuarantined: Guarded));
    }

    /// <summary>Takes memory for an image.</summary>
    /// <param name="needed">What the driver says that it needs.</param>
    /// <param name="asker">Name for messages.</param>
    /// <exception cref="OutOfDeviceMemoryException">The device has no room, even after waiting for pending work to free some.</exception>
    internal ImageMemory Allocate(in MemoryRequirements needed, string asker)
    {
        RefuseTooLarge((long)needed.Size, asker);
        return TryAllocate(needed, MemoryUse.Device, out _) ?? AllocateAfterWaiting(needed, asker);
    }

    /// <summary>Frees the memory of an image that no pending work uses.</summary>
    internal void Release(ImageMemory memory)
    {
        memory.Dispose();
        lock (change)
        {
            images--;
            inUse -= memory.Bytes;
            reserved -= memory.Bytes;
        }
    }

    internal void Free()
    {
        foreach (MemoryBlock block in blocks)
        {
            block.Dispose();
        }
    }

    /// <summary>Frees what is not needed any more and nothing pending uses.</summary>
    void Reclaim()
    {
        Reclaiming?.Invoke();
        timeline.Retire();
    }

    static string Asker(string name) => $"Buffer \"{name}\"";

    /// <summary>Some drivers say yes to anything.</summary>
    void RefuseTooLarge(long bytes, string asker)
    {
        if (bytes > LargestBuffer)
        {
            throw NoRoom(Result.ErrorOutOfDeviceMemory, asker, bytes);
        }
    }

    void Guard(GpuBuffer buffer)
    {
        try
        {
            staging.Fill([(Before(buffer), buffer.GuardWord), (Inside(buffer), FreshWord), (Behind(buffer), buffer.GuardWord)]);
        }
        catch (VulkanException)
        {
            timeline.Defer(() => Release(buffer, isQuarantined: false)); // its guard words are not there to be checked
            throw;
        }
    }

    void Spoil(GpuBuffer buffer)
    {
        try
        {
            staging.Fill([(Inside(buffer), FreshWord)]);
        }
        catch (VulkanException)
        {
            // It finds reads of freed memory in tests: nothing to fail for while something is disposed, often because of such a failure.
        }
    }

    GpuBuffer AllocateAfterWaiting(long bytes, string name)
    {
        WaitForFreed();
        return TryAllocate(bytes, name, MemoryUse.DeviceOrHost, out Result result) ?? throw NoRoom(result, Asker(name), bytes);
    }

    ImageMemory AllocateAfterWaiting(in MemoryRequirements needed, string asker)
    {
        WaitForFreed();
        return TryAllocate(needed, MemoryUse.DeviceOrHost, out Result result) ?? throw NoRoom(result, asker, (long)needed.Size);
    }

    ImageMemory? TryAllocate(in MemoryRequirements needed, MemoryUse use, out Result result)
    {
        result = Result.Success;
        lock (change)
        {
            try
            {
                ImageMemory memory = new(handles, needed, use);
                images++;
                reserved += memory.Bytes;
                Count(memory.Bytes);
                return memory;
            }
            catch (VulkanException failure) when (IsNoRoom(failure))
            {
                result = failure.Result;
                return null;
            }
        }
    }

    GpuBuffer? TryAllocate(long bytes, string name, MemoryUse use, out Result result)
    {
        long taken = Taken(bytes);
        lock (change)
        {
            if (FindRoom(taken, use, out result) is not var (block, offset, isFresh))
            {
                return null;
            }
            GpuBuffer buffer = new(block, Guarded ? offset + GuardBytes : offset, bytes, name, GuardWord(++made), isFresh && !Guarded,
                discard);
            buffers.Add(buffer);
            Count(taken);
            return buffer;
        }
    }

    (MemoryBlock Block, long Offset, bool IsFresh)? FindRoom(long bytes, MemoryUse use, out Result result)
    {
        result = Result.Success;
        foreach (MemoryBlock shared in Guarded || bytes > BlockBytes ? [] : blocks)
        {
            if (shared.TryTake(bytes, out long offset, out bool isFresh))
            {
                return (shared, offset, isFresh);
            }
        }
        try
        {
            MemoryBlock block = new(handles, Guarded ? bytes : Math.Max(bytes, BlockBytes), use);
            blocks.Add(block);
            reserved += block.Bytes;
            block.TryTake(bytes, out long offset, out bool isFresh);
            return (block, offset, isFresh);
        }
        catch (VulkanException failure) when (IsNoRoom(failure))
        {
            result = failure.Result;
            return null;
        }
    }

    /// <summary>What was disposed meanwhile comes free, and what nobody can reach any more.</summary>
    void WaitForFreed()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Reclaim();
        timeline.Wait(timeline.LastSubmitted);
        EmptyQuarantine(0);
    }

    void Count(long taken)
    {
        inUse += taken;
        peak = Math.Max(peak, inUse);
    }

    /// <summary>The bytes that a buffer takes of its block.</summary>
    long Taken(long bytes) => Sizes.RoundUp(bytes, alignment) + (Guarded ? 2 * GuardBytes : 0);

    void Release(GpuBuffer buffer, bool isQuarantined)
    {
        lock (change)
        {
            buffers.Remove(buffer);
            inUse -= Taken(buffer.Bytes);
            if (isQuarantined)
            {
                quarantine.Enqueue(buffer);
                quarantined += Taken(buffer.Bytes);
            }
            else
            {
                GiveBack(buffer);
            }
        }
        EmptyQuarantine(QuarantineBytes);
    }

    void EmptyQuarantine(long limit)
    {
        lock (change)
        {
            while (quarantined > limit || quarantine.Count > QuarantineBuffers)
            {
                GpuBuffer oldest = quarantine.Dequeue();
                quarantined -= Taken(oldest.Bytes);
                GiveBack(oldest);
            }
        }
    }

    /// <summary>One unused shared block is kept, so that a buffer made and disposed in a loop costs nothing.</summary>
    void GiveBack(GpuBuffer buffer)
    {
        MemoryBlock block = buffer.Block;
        block.Give(Guarded ? buffer.Offset - GuardBytes : buffer.Offset, Taken(buffer.Bytes));
        bool isSpare = !Guarded && block.Bytes == BlockBytes && !blocks.Any(other => other != block && other.IsUnused);
        if (block.IsUnused && !isSpare)
        {
            blocks.Remove(block);
            reserved -= block.Bytes;
            block.Dispose();
        }
    }

    GpuBuffer[] GuardedBuffers()
    {
        lock (change)
        {
            return [.. buffers, .. quarantine];
        }
    }

    void CheckGuards(GpuBuffer[] some)
    {
        uint[] words = new uint[some.Length * 2 * GuardBytes / sizeof(uint)];
        staging.Download([.. some.SelectMany(buffer => (MemoryRange[])[Before(buffer), Behind(buffer)])],
            MemoryMarshal.AsBytes(words.AsSpan()));
        const int guardWords = GuardBytes / sizeof(uint);
        for (int guard = 0; guard < 2 * some.Length; guard++)
        {
            GpuBuffer buffer = some[guard / 2];
            int changed = words.AsSpan(guard * guardWords, guardWords).IndexOfAnyExcept(buffer.GuardWord);
            if (changed >= 0)
            {
                long offset = changed * sizeof(uint) + (guard % 2 == 0 ? -GuardBytes : GuardedBytes(buffer));
                throw new InvalidOperationException(
                    $"Something wrote outside {buffer}: the word at byte {offset} is 0x{words[guard * guardWords + changed]:x8}, " +
                    $"not the guard word 0x{buffer.GuardWord:x8}.");
            }
        }
    }

    /// <summary>
    /// A float from 512 to 1024 that no other buffer has (Knuth's multiplicative hash): a kernel that runs over the ends of its
    /// input and output alike must not carry the same word across, and a NaN would pass through arithmetic unchanged.
    /// </summary>
    static uint GuardWord(uint serial) => 0x44000000 | serial * 2654435761 >> 9;

    static MemoryRange Before(GpuBuffer buffer) => new(buffer.Block.Buffer, buffer.Offset - GuardBytes, GuardBytes);

    static MemoryRange Inside(GpuBuffer buffer) => new(buffer.Block.Buffer, buffer.Offset, GuardedBytes(buffer));

    static MemoryRange Behind(GpuBuffer buffer) => new(buffer.Block.Buffer, buffer.Offset + GuardedBytes(buffer), GuardBytes);

    /// <summary>The guard follows the buffer's last word at once, before the padding to its alignment.</summary>
    static long GuardedBytes(GpuBuffer buffer) => Sizes.RoundUp(buffer.Bytes, sizeof(uint));

    static bool IsNoRoom(VulkanException failure) =>
        failure.Result is Result.ErrorOutOfDeviceMemory or Result.ErrorOutOfHostMemory;

    OutOfDeviceMemoryException NoRoom(Result result, string asker, long bytes)
    {
        MemoryStatistics now = Statistics;
        return new(result, asker, bytes, now.BytesInUse, device.MemoryBytes, device.Limits.AllocationBytes);
    }
}
