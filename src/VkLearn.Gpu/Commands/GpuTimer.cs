using Silk.NET.Vulkan;
using static VkLearn.Gpu.VulkanException;

namespace VkLearn.Gpu;

/// <summary>Times on the device, where <see cref="CommandRecorder.Timestamp"/> asks: each costs up to 60 us on CPU drivers.</summary>
public sealed unsafe class GpuTimer : IDisposable
{
    readonly GpuDevice gpu;
    readonly QueryPool pool;
    bool disposed;

    /// <exception cref="NotSupportedException">The device has no timestamps: see <see cref="DeviceInfo.HasTimestamps"/>.</exception>
    public GpuTimer(GpuDevice gpu, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (!gpu.Info.HasTimestamps)
        {
            throw new NotSupportedException($"{gpu.Info.Name} has no timestamps. Measure the host's time between timeline values.");
        }
        (this.gpu, Count) = (gpu, count);
        QueryPoolCreateInfo info = new(queryType: QueryType.Timestamp, queryCount: (uint)count);
        gpu.Handles.Make(gpu.Handles.Vk.CreateQueryPool(gpu.Handles.Device, &info, null, out pool));
        gpu.Living.Add(this);
        try
        {
            using CommandRecorder recorder = gpu.BeginRecording("GpuTimer");
            recorder.Reset(this);
            using CommandList list = recorder.End();
            gpu.Timeline.Submit(list);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>How many times it holds.</summary>
    public int Count { get; }

    /// <summary>
    /// Every noted time in nanoseconds from the first index; waits for those that are submitted. -1 where none was noted.
    /// </summary>
    public long[] Read()
    {
        gpu.WaitIdle();
        ulong[] answers = new ulong[2 * Count]; // ticks, then whether they are there
        fixed (ulong* first = answers)
        {
            Check(gpu.Handles.Vk.GetQueryPoolResults(gpu.Handles.Device, pool, 0, (uint)Count, (nuint)(answers.Length * sizeof(ulong)),
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
            gpu.Living.Remove(this);
            gpu.Timeline.Defer(() => gpu.Handles.Vk.DestroyQueryPool(gpu.Handles.Device, pool, null));
        }
    }

    public override string ToString() => $"timer of {Count}";

    /// <summary>A query must be reset before it is written, and once before it is read.</summary>
    internal void Reset(CommandBuffer commands) => gpu.Handles.Vk.CmdResetQueryPool(commands, pool, 0, (uint)Count);

    internal void Write(CommandBuffer commands, int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
        gpu.Handles.Vk.CmdResetQueryPool(commands, pool, (uint)index, 1);
        gpu.Handles.Vk.CmdWriteTimestamp(commands, PipelineStageFlags.BottomOfPipeBit, pool, (uint)index);
    }

    /// <summary>The counter wraps at the bits that the queue says are valid.</summary>
    long Nanoseconds(ulong ticks)
    {
        ulong valid = gpu.TimestampBits >= 64 ? ulong.MaxValue : (1ul << (int)gpu.TimestampBits) - 1;
        return (long)((ticks & valid) * (double)gpu.Info.Limits.TimestampPeriod);
    }
}
