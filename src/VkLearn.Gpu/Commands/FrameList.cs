using Silk.NET.Vulkan;
using Semaphore = Silk.NET.Vulkan.Semaphore;

namespace VkLearn.Gpu;

/// <summary>Command lists that are recorded anew for each frame, in turn: after the first round nothing is made or allocated.</summary>
public sealed class FrameList : IDisposable
{
    readonly Timeline timeline;
    readonly Recorders recorders;
    readonly Slot[] slots;
    int current;

    internal FrameList(Timeline timeline, Recorders recorders, int inFlight)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inFlight, 1);
        (this.timeline, this.recorders) = (timeline, recorders);
        slots = new Slot[inFlight];
        try
        {
            for (int i = 0; i < inFlight; i++)
            {
                slots[i] = new(recorders.NewList($"frame {i}"));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>How many frames may be pending.</summary>
    internal int InFlight => slots.Length;

    /// <summary>
    /// Begins the next frame; waits until the submit of the frame that had its list before is done. A frame that was begun and not
    /// submitted is dropped.
    /// </summary>
    /// <returns>To be handed to <see cref="Submit(CommandRecorder)"/>; it is not ended or disposed by the caller.</returns>
    public CommandRecorder Begin()
    {
        Slot slot = slots[current];
        timeline.Wait(slot.Value);
        slot.List.Restart();
        slot.Recorder ??= recorders.Of(slot.List, isFrame: true);
        slot.Recorder.Begin(CommandBufferUsageFlags.OneTimeSubmitBit);
        return slot.Recorder;
    }

    /// <summary>Queues the frame after everything queued before.</summary>
    /// <returns>The value that the timeline has once the frame is done.</returns>
    public ulong Submit(CommandRecorder recorder) => Submit(recorder, default, default);

    /// <summary>As above; its copies wait for a swapchain's image, and it says when they are done.</summary>
    internal ulong Submit(CommandRecorder recorder, Semaphore acquired, Semaphore copied)
    {
        Slot slot = slots[current];
        if (recorder != slot.Recorder)
        {
            throw new ArgumentException("Submit takes the recorder that the last Begin gave.", nameof(recorder));
        }
        try
        {
            slot.Value = timeline.SubmitFrame(recorder.End().Recorded, acquired, copied);
            slot.List.Submitted(slot.Value, times: 1);
        }
        catch
        {
            slot.List.Undo();
            throw;
        }
        current = (current + 1) % slots.Length;
        return slot.Value;
    }

    /// <summary>Frees the lists once everything submitted so far is done.</summary>
    public void Dispose()
    {
        foreach (Slot? slot in slots) // null where making it failed
        {
            slot?.List.Dispose();
        }
    }

    sealed class Slot(CommandList list)
    {
        public CommandList List => list;
        public CommandRecorder? Recorder { get; set; }
        public ulong Value { get; set; }
    }
}
