using Silk.NET.Vulkan;
using static VkLearn.Gpu.VulkanException;

namespace VkLearn.Gpu;

/// <summary>Mapped memory and command buffers that go round: a piece is free again once its timeline value has passed.</summary>
internal sealed unsafe class StagingRing : IDisposable
{
    const long Bytes = 32L << 20;
    const int MaxPieces = 256; // bounds the command buffers
    const long Alignment = 64;

    readonly VulkanHandles handles;
    readonly Timeline timeline;
    readonly CommandPool pool;
    readonly Queue<Piece> pieces = [];
    readonly Stack<CommandBuffer> idle = [];
    long head; // where the next piece begins

    public StagingRing(VulkanHandles handles, Timeline timeline)
    {
        this.handles = handles;
        this.timeline = timeline;
        Memory = new MappedBuffer(handles, Bytes, MemoryUse.Upload);
        try
        {
            CommandPoolCreateInfo info = new(
                flags: CommandPoolCreateFlags.ResetCommandBufferBit | CommandPoolCreateFlags.TransientBit,
                queueFamilyIndex: handles.QueueFamily);
            handles.Make(handles.Vk.CreateCommandPool(handles.Device, &info, null, out pool));
        }
        catch
        {
            Memory.Dispose();
            throw;
        }
    }

    /// <summary>The most that one piece may hold: a quarter, so that a long upload is copied while it is written.</summary>
    public const int MaxPieceBytes = (int)(Bytes / 4);

    public MappedBuffer Memory { get; }

    /// <summary>Finds room, waiting for the oldest pieces only when there is none, and begins a command buffer.</summary>
    public CommandBuffer Begin(int bytes, out long offset)
    {
        long room = Sizes.RoundUp(bytes, Alignment);
        while (!TryPlace(room, out offset))
        {
            timeline.Wait(pieces.Peek().Value);
        }
        CommandBuffer commands = idle.TryPop(out CommandBuffer free) ? free : MakeCommands();
        current = new Piece(offset, room, 0, commands);
        try
        {
            CommandBufferBeginInfo info = new(flags: CommandBufferUsageFlags.OneTimeSubmitBit);
            Check(handles.Vk.BeginCommandBuffer(commands, &info));
        }
        catch (VulkanException failure)
        {
            DropCurrent(failure);
            throw;
        }
        Hazards.Barrier(handles.Vk, commands);
        return commands;
    }

    /// <summary>Ends and submits what <see cref="Begin"/> began.</summary>
    public ulong Submit()
    {
        try
        {
            Check(handles.Vk.EndCommandBuffer(current.Commands));
            ulong value = timeline.SubmitCopies(current.Commands);
            pieces.Enqueue(current with { Value = value });
            head = current.Offset + current.Bytes;
            return value;
        }
        catch (VulkanException failure)
        {
            DropCurrent(failure);
            throw;
        }
    }

    public void Dispose()
    {
        handles.Vk.DestroyCommandPool(handles.Device, pool, null);
        Memory.Dispose();
    }

    Piece current;

    /// <summary>
    /// What failed to be begun, ended or submitted cannot be begun again. A lost device may have taken
    /// it all the same: it goes with the pool.
    /// </summary>
    void DropCurrent(VulkanException failure)
    {
        if (failure is not DeviceLostException)
        {
            CommandBuffer commands = current.Commands;
            handles.Vk.FreeCommandBuffers(handles.Device, pool, 1, &commands);
        }
    }

    bool TryPlace(long bytes, out long offset)
    {
        while (pieces.TryPeek(out Piece done) && timeline.HasPassed(done.Value))
        {
            idle.Push(pieces.Dequeue().Commands);
        }
        offset = 0;
        if (!pieces.TryPeek(out Piece oldest))
        {
            return true;
        }
        if (pieces.Count == MaxPieces)
        {
            return false;
        }
        // Used bytes are [oldest.Offset, head), or, once wrapped, all but [head, oldest.Offset). Head never catches up with the
        // oldest piece, so that equal means unused.
        bool wrapped = head < oldest.Offset;
        if (head + bytes < (wrapped ? oldest.Offset : Bytes + 1))
        {
            offset = head;
            return true;
        }
        return !wrapped && bytes < oldest.Offset;
    }

    CommandBuffer MakeCommands()
    {
        CommandBufferAllocateInfo info = new(commandPool: pool, level: CommandBufferLevel.Primary, commandBufferCount: 1);
        handles.Make(handles.Vk.AllocateCommandBuffers(handles.Device, &info, out CommandBuffer made));
        return made;
    }

    readonly record struct Piece(long Offset, long Bytes, ulong Value, CommandBuffer Commands);
}
