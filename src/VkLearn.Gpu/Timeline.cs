using Silk.NET.Vulkan;
using static VkLearn.Gpu.VulkanException;
using Semaphore = Silk.NET.Vulkan.Semaphore;

namespace VkLearn.Gpu;

/// <summary>
/// The pace of the one queue: each submit signals the next value of a timeline semaphore, and what is disposed is freed
/// once the last value that might use it has passed.
/// </summary>
public sealed unsafe class Timeline
{
    const int MaxInFlight = 3;

    readonly VulkanHandles handles;
    readonly Semaphore semaphore;
    readonly ulong[] pending = new ulong[MaxInFlight]; // values of the last submits of lists, a ring
    readonly Queue<(ulong Value, Action Free)> garbage = [];
    CommandBuffer[] repeated = new CommandBuffer[16]; // kept between submits: a submit allocates nothing
    int oldest;
    ulong last, completed;
    long submits, hostWaits;

    internal Timeline(VulkanHandles handles)
    {
        this.handles = handles;
        SemaphoreTypeCreateInfo type = new(semaphoreType: SemaphoreType.Timeline);
        SemaphoreCreateInfo info = new(pNext: &type);
        handles.Make(handles.Vk.CreateSemaphore(handles.Device, &info, null, out semaphore));
    }

    /// <summary>How many submits of lists may be pending before the host waits.</summary>
    public int MaxSubmitsInFlight => MaxInFlight;

    /// <summary>The value of the latest submit; 0 before the first.</summary>
    public ulong LastSubmitted => Volatile.Read(ref last);

    /// <summary>The latest value that the device has reached.</summary>
    public ulong Completed
    {
        get
        {
            ulong value;
            Check(handles.Vk.GetSemaphoreCounterValue(handles.Device, semaphore, &value));
            Volatile.Write(ref completed, value);
            return value;
        }
    }

    /// <summary>Submits so far, those of <see cref="Staging"/> included.</summary>
    public long Submits => Volatile.Read(ref submits);

    /// <summary>How often the host had to wait for the device.</summary>
    public long HostWaits => Volatile.Read(ref hostWaits);

    /// <summary>
    /// Queues a list, to run <paramref name="times"/> times after everything queued before. Waits only while
    /// <see cref="MaxSubmitsInFlight"/> submits are pending; allocates nothing.
    /// </summary>
    /// <returns>The value that the timeline has once the list is done.</returns>
    /// <exception cref="DeviceLostException">The device stopped answering.</exception>
    public ulong Submit(CommandList list, int times = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        CommandBuffer buffer = list.Recorded;
        WaitFor(Volatile.Read(ref pending[Volatile.Read(ref oldest)]));
        ulong value;
        lock (handles.QueueLock)
        {
            if (repeated.Length < times)
            {
                repeated = new CommandBuffer[times];
            }
            Array.Fill(repeated, buffer, 0, times);
            value = Queue(repeated.AsSpan(0, times));
            list.Submitted(value, times);
            pending[oldest] = value;
            oldest = (oldest + 1) % MaxInFlight;
        }
        Retire();
        return value;
    }

    /// <summary>Waits until the timeline has reached <paramref name="value"/>, and frees what waited for it.</summary>
    /// <exception cref="DeviceLostException">The device stopped answering.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No submit will ever signal that value.</exception>
    public void Wait(ulong value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, LastSubmitted);
        WaitFor(value);
        Retire();
    }

    /// <summary>Submits outside the limit of <see cref="MaxSubmitsInFlight"/>: the staging ring has its own.</summary>
    internal ulong SubmitCopies(CommandBuffer buffer)
    {
        lock (handles.QueueLock)
        {
            return Queue([buffer]);
        }
    }

    /// <summary>Submits outside the limit too: a <see cref="FrameList"/> has its own. The semaphores are a swapchain's, or null.</summary>
    internal ulong SubmitFrame(CommandList list, Semaphore acquired, Semaphore copied)
    {
        CommandBuffer buffer = list.Recorded;
        ulong value;
        lock (handles.QueueLock)
        {
            value = Queue(new(ref buffer), acquired, copied);
            list.Submitted(value, times: 1);
        }
        Retire();
        return value;
    }

    /// <summary>Frees after everything submitted so far.</summary>
    internal void Defer(Action free)
    {
        lock (garbage)
        {
            garbage.Enqueue((LastSubmitted, free));
        }
    }

    internal bool HasPassed(ulong value) => value <= Volatile.Read(ref completed) || value <= Completed;

    /// <summary>Frees what no pending submit can use.</summary>
    internal void Retire()
    {
        while (TakeGarbage() is { } free)
        {
            free(); // outside the lock: it takes the arena's
        }
    }

    /// <summary>After the device was lost or has gone idle: frees everything.</summary>
    internal void FreeAll()
    {
        Volatile.Write(ref completed, ulong.MaxValue);
        Retire();
        handles.Vk.DestroySemaphore(handles.Device, semaphore, null);
    }

    void WaitFor(ulong value)
    {
        if (HasPassed(value))
        {
            return;
        }
        Interlocked.Increment(ref hostWaits);
        fixed (Semaphore* waited = &semaphore)
        {
            SemaphoreWaitInfo info = new(semaphoreCount: 1, pSemaphores: waited, pValues: &value);
            Check(handles.Vk.WaitSemaphores(handles.Device, &info, ulong.MaxValue));
        }
    }

    ulong Queue(ReadOnlySpan<CommandBuffer> buffers, Semaphore acquired = default, Semaphore copied = default)
    {
        ulong value = last + 1;
        uint waits = acquired.Handle == 0 ? 0u : 1, signals = copied.Handle == 0 ? 1u : 2;
        ulong* signalValues = stackalloc ulong[2] { value, 0 }, waitValues = stackalloc ulong[1] { 0 }; // a binary semaphore has none
        Semaphore* signalled = stackalloc Semaphore[2] { semaphore, copied };
        PipelineStageFlags copying = PipelineStageFlags.TransferBit; // what comes before does not need the image
        fixed (CommandBuffer* first = buffers)
        {
            TimelineSemaphoreSubmitInfo values = new(
                waitSemaphoreValueCount: waits, pWaitSemaphoreValues: waitValues,
                signalSemaphoreValueCount: signals, pSignalSemaphoreValues: signalValues);
            SubmitInfo info = new(
                pNext: &values, commandBufferCount: (uint)buffers.Length, pCommandBuffers: first,
                waitSemaphoreCount: waits, pWaitSemaphores: &acquired, pWaitDstStageMask: &copying,
                signalSemaphoreCount: signals, pSignalSemaphores: signalled);
            Check(handles.Vk.QueueSubmit(handles.Queue, 1, &info, default));
        }
        Volatile.Write(ref last, value);
        submits++;
        return value;
    }

    Action? TakeGarbage()
    {
        lock (garbage)
        {
            return garbage.TryPeek(out var next) && HasPassed(next.Value) ? garbage.Dequeue().Free : null;
        }
    }
}
