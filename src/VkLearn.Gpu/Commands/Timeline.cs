using Silk.NET.Vulkan;
using Semaphore = Silk.NET.Vulkan.Semaphore;

namespace VkLearn.Gpu;

/// <summary>
/// The pace of the one queue: each submit has the next value, which the device tells by a timeline semaphore or, lacking those, by
/// fences; and what is disposed is freed once the last value that might use it has passed.
/// </summary>
public sealed unsafe class Timeline
{
    const int MaxInFlight = 3;

    readonly VulkanHandles handles;
    readonly IQueueProgress progress;
    readonly ulong[] pending = new ulong[MaxInFlight]; // values of the last submits within the limit, a ring
    readonly Queue<(ulong Value, Action Free)> garbage = [];
    readonly List<Action> held = []; // garbage that commands may use which the host was given and has yet to submit
    bool hostHolds;
    CommandBuffer[] repeated = new CommandBuffer[16]; // kept between submits: a submit allocates nothing
    int oldest;
    ulong last, completed;
    long submits, waits;

    internal Timeline(VulkanHandles handles, bool hasSemaphores)
    {
        this.handles = handles;
        progress = hasSemaphores ? new SemaphoreProgress(handles) : new FenceProgress(handles);
    }

    /// <summary>How many submits of lists may be pending before the next one waits.</summary>
    public int MaxSubmitsInFlight => MaxInFlight;

    /// <summary>The value of the latest submit; 0 before the first.</summary>
    public ulong LastSubmitted => Volatile.Read(ref last);

    /// <summary>The latest value that the device has reached.</summary>
    public ulong Completed
    {
        get
        {
            ulong value = progress.Completed;
            Volatile.Write(ref completed, value);
            return value;
        }
    }

    /// <summary>Submits so far, those of <see cref="Staging"/> included.</summary>
    public long Submits => Volatile.Read(ref submits);

    /// <summary>How often the caller had to wait for the device.</summary>
    public long Waits => Volatile.Read(ref waits);

    /// <summary>Submits, to run a number of times; waits while <see cref="MaxSubmitsInFlight"/> are pending; allocates nothing.</summary>
    internal ulong Submit(CommandBuffer buffer, int times)
    {
        WaitFor(Volatile.Read(ref pending[Volatile.Read(ref oldest)]));
        ulong value;
        using (handles.Access.Enter())
        {
            if (repeated.Length < times)
            {
                repeated = new CommandBuffer[times];
            }
            Array.Fill(repeated, buffer, 0, times);
            value = Queue(repeated.AsSpan(0, times));
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

    /// <summary>Waits for everything submitted, whatever the device answers: before what it uses is freed.</summary>
    internal void WaitAnyhow()
    {
        try
        {
            progress.Wait(LastSubmitted);
        }
        catch (VulkanException)
        {
            // It was lost, or is too short of memory to say that it is done: nothing is left to wait by.
        }
    }

    /// <summary>Submits outside the limit of <see cref="MaxSubmitsInFlight"/>: the staging ring has its own.</summary>
    internal ulong SubmitCopies(CommandBuffer buffer)
    {
        using (handles.Access.Enter())
        {
            return Queue([buffer]);
        }
    }

    /// <summary>Submits outside the limit too: a <see cref="FrameList"/> has its own. The semaphores are a swapchain's, or null.</summary>
    internal ulong SubmitFrame(CommandBuffer buffer, Semaphore acquired, Semaphore copied)
    {
        ulong value;
        using (handles.Access.Enter())
        {
            value = Queue(new(ref buffer), acquired, copied);
        }
        Retire();
        return value;
    }

    /// <summary>Frees after everything submitted so far.</summary>
    internal void Defer(Action free)
    {
        lock (garbage)
        {
            if (hostHolds)
            {
                held.Add(free);
            }
            else
            {
                garbage.Enqueue((LastSubmitted, free));
            }
        }
    }

    /// <summary>Whether the host was given commands of which it is not known that it submitted them.</summary>
    internal bool HoldsGarbage
    {
        get
        {
            lock (garbage)
            {
                return hostHolds;
            }
        }
    }

    /// <summary>From now on nothing is freed that is disposed: the host is given commands that may use it.</summary>
    internal void HoldGarbage()
    {
        lock (garbage)
        {
            hostHolds = true;
        }
    }

    /// <summary>
    /// The host has submitted what it was given. An empty submit of our own is reached after all of it, for that is the order of the queue.
    /// </summary>
    /// <returns>The value that the timeline has once it is done.</returns>
    internal ulong ReleaseGarbage()
    {
        ulong value;
        using (handles.Access.Enter())
        {
            value = Queue([]);
        }
        LetGo(value);
        Retire();
        return value;
    }

    void LetGo(ulong value)
    {
        lock (garbage)
        {
            held.ForEach(free => garbage.Enqueue((value, free)));
            held.Clear();
            hostHolds = false;
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
        LetGo(0);
        Retire();
        progress.Dispose();
    }

    void WaitFor(ulong value)
    {
        if (HasPassed(value))
        {
            return;
        }
        Interlocked.Increment(ref waits);
        progress.Wait(value);
        Volatile.Write(ref completed, Math.Max(value, Volatile.Read(ref completed)));
    }

    ulong Queue(ReadOnlySpan<CommandBuffer> buffers, Semaphore acquired = default, Semaphore copied = default)
    {
        ulong value = last + 1;
        PipelineStageFlags copying = PipelineStageFlags.TransferBit; // what comes before does not need the image
        fixed (CommandBuffer* first = buffers)
        {
            SubmitInfo info = new(
                commandBufferCount: (uint)buffers.Length, pCommandBuffers: first,
                waitSemaphoreCount: acquired.Handle == 0 ? 0u : 1, pWaitSemaphores: &acquired, pWaitDstStageMask: &copying,
                signalSemaphoreCount: copied.Handle == 0 ? 0u : 1, pSignalSemaphores: &copied);
            progress.Submit(&info, value);
        }
        Volatile.Write(ref last, value);
        submits++;
        return value;
    }

    Action? TakeGarbage()
    {
        lock (garbage)
        {
            return garbage.TryPeek(out var next) && IsKnownToHavePassed(next.Value) ? garbage.Dequeue().Free : null;
        }
    }

    /// <summary>Freeing can wait: a submit that went through does not fail because the device could not be asked how far it is.</summary>
    bool IsKnownToHavePassed(ulong value)
    {
        try
        {
            return HasPassed(value);
        }
        catch (VulkanException)
        {
            return false;
        }
    }
}
