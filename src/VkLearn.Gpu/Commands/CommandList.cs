using Silk.NET.Vulkan;
using static VkLearn.Gpu.VulkanException;

namespace VkLearn.Gpu;

/// <summary>A recorded command buffer, submitted as often as wanted.</summary>
public sealed unsafe class CommandList : IDisposable
{
    readonly VulkanHandles handles;
    readonly Timeline timeline;
    readonly LivingObjects living;
    readonly CommandPool pool; // its own, so that lists can be recorded on any thread
    readonly List<(GpuReadback Into, long Bytes)> readbacks = [];
    readonly List<(GpuImage Image, ImageLayout Before)> changes = []; // since the last submit
    bool isRecorded, disposed;

    internal CommandList(VulkanHandles handles, Timeline timeline, LivingObjects living, string name)
    {
        (this.handles, this.timeline, this.living, Name) = (handles, timeline, living, name);
        CommandPoolCreateInfo poolInfo = new(queueFamilyIndex: handles.QueueFamily);
        handles.Make(handles.Vk.CreateCommandPool(handles.Device, &poolInfo, null, out pool));
        try
        {
            CommandBufferAllocateInfo info = new(commandPool: pool, level: CommandBufferLevel.Primary, commandBufferCount: 1);
            handles.Make(handles.Vk.AllocateCommandBuffers(handles.Device, &info, out CommandBuffer commands));
            Commands = commands;
        }
        catch
        {
            DestroyPool();
            throw;
        }
        handles.Names?.Set(ObjectType.CommandBuffer, (ulong)Commands.Handle, name);
        living.Add(this);
    }

    public string Name { get; }

    internal CommandBuffer Commands { get; }

    /// <exception cref="InvalidOperationException">The recording has not ended.</exception>
    internal CommandBuffer Recorded => disposed ? throw new ObjectDisposedException(ToString())
        : isRecorded ? Commands : throw new InvalidOperationException($"{this} is still being recorded.");

    /// <summary>Frees the list once everything submitted so far is done.</summary>
    public void Dispose()
    {
        if (!disposed)
        {
            disposed = true;
            Undo();
            living.Remove(this);
            timeline.Defer(DestroyPool);
        }
    }

    public override string ToString() => $"command list \"{Name}\"";

    /// <summary>Empties the list, which is not pending, to be recorded again.</summary>
    internal void Restart()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        Undo();
        Check(handles.Vk.ResetCommandPool(handles.Device, pool, 0));
        readbacks.Clear();
        isRecorded = false;
    }

    internal void WillCopyTo(GpuReadback into, long bytes) => readbacks.Add((into, bytes));

    internal void WillChange(GpuImage image) => changes.Add((image, image.Layout));

    /// <summary>What was recorded since the last submit is dropped: images stay as they were.</summary>
    internal void Undo()
    {
        for (int i = changes.Count - 1; i >= 0; i--)
        {
            changes[i].Image.Layout = changes[i].Before;
        }
        changes.Clear();
    }

    /// <summary>It was submitted: what it copies into readbacks is there once the timeline has this value.</summary>
    internal void Submitted(ulong value, int times)
    {
        foreach ((GpuReadback into, long bytes) in readbacks)
        {
            into.Submitted(value, bytes * times);
        }
        changes.Clear();
    }

    void DestroyPool() => handles.Vk.DestroyCommandPool(handles.Device, pool, null);

    internal void End()
    {
        Check(handles.Vk.EndCommandBuffer(Commands));
        isRecorded = true;
    }
}
