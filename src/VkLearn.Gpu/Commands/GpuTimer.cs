using Silk.NET.Vulkan;
using static VkLearn.Gpu.VulkanException;

namespace VkLearn.Gpu;

/// <summary>Times on the device, where <see cref="CommandRecorder.Timestamp"/> asks: each costs up to 60 us on CPU drivers.</summary>
public sealed unsafe class GpuTimer : IDisposable
{
    readonly VulkanHandles handles;
    readonly Timeline timeline;
    readonly LivingObjects living;
    readonly double period; // nanoseconds of a tick
    readonly ulong valid; // the counter wraps at the bits that the queue says are valid
    readonly QueryPool pool;
    bool disposed;

    /// <summary>Its times must be reset once before they are read.</summary>
    internal GpuTimer(VulkanHandles handles, DeviceInfo device, uint validBits, Timeline timeline, LivingObjects living, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (!device.HasTimestamps)
        {
            throw new NotSupportedException($"{device.Name} has no timestamps. Measure this program's time between timeline values.");
        }
        (this.handles, this.timeline, this.living, Count) = (handles, timeline, living, count);
        (period, valid) = (device.Limits.TimestampPeriod, validBits >= 64 ? ulong.MaxValue : (1ul << (int)validBits) - 1);
        QueryPoolCreateInfo info = new(queryType: QueryType.Timestamp, queryCount: (uint)count);
        handles.Make(handles.Vk.CreateQueryPool(handles.Device, &info, null, out pool));
        living.Add(this);
    }

    /// <summary>How many times it holds.</summary>
    public int Count { get; }

    /// <summary>
    /// Every noted time in nanoseconds from the first index; waits for those that are submitted. -1 where none was noted.
    /// </summary>
    public long[] Read()
    {
        timeline.Wait(timeline.LastSubmitted);
        ulong[] answers = new ulong[2 * Count]; // ticks, then whether they are there
        fixed (ulong* first = answers)
        {
            Check(handles.Vk.GetQueryPoolResults(handles.Device, pool, 0, (uint)Count, (nuint)(answers.Length * sizeof(ulong)),
                first, 2 * sizeof(ulong), QueryResultFlags.Result64Bit | QueryResultFlags.ResultWithAvailabilityBit));
        }
        return [.. Enumerable.Range(0, Count).Select(i => answers[2 * i + 1] == 0 ? -1 : Nanoseconds(answers[2 * i] - answers[0]))];
    }

    /// <summary>Frees the timer once everything submitted so far is done.</summary>
    public void Dispose()
    {
        if (!disposed)
        {
            disposed = true;
            living.Remove(this);
            timeline.Defer(() => handles.Vk.DestroyQueryPool(handles.Device, pool, null));
        }
    }

    public override string ToString() => $"timer of {Count}";

    /// <summary>A query must be reset before it is written, and once before it is read.</summary>
    internal void Reset(CommandBuffer commands) => handles.Vk.CmdResetQueryPool(commands, pool, 0, (uint)Count);

    internal void Write(CommandBuffer commands, int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
        handles.Vk.CmdResetQueryPool(commands, pool, (uint)index, 1);
        handles.Vk.CmdWriteTimestamp(commands, PipelineStageFlags.BottomOfPipeBit, pool, (uint)index);
    }

    long Nanoseconds(ulong ticks) => (long)((ticks & valid) * period);
}
