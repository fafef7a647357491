using Silk.NET.Vulkan;
using static VkLearn.Gpu.VulkanException;
using Buffer = Silk.NET.Vulkan.Buffer;

namespace VkLearn.Gpu;

/// <summary>A buffer in memory that the CPU sees, mapped as long as it lives.</summary>
internal sealed unsafe class MappedBuffer : IDisposable
{
    readonly VulkanHandles handles;
    readonly AllocatedMemory? memory;
    readonly byte* mapped;

    /// <param name="handles">The device.</param>
    /// <param name="bytes">Size.</param>
    /// <param name="use">Upload or readback: the source or the destination of copies.</param>
    public MappedBuffer(VulkanHandles handles, long bytes, MemoryUse use)
    {
        this.handles = handles;
        Bytes = bytes;
        BufferUsageFlags usage = use == MemoryUse.Upload ? BufferUsageFlags.TransferSrcBit : BufferUsageFlags.TransferDstBit;
        BufferCreateInfo info = new(size: (ulong)bytes, usage: usage, sharingMode: SharingMode.Exclusive);
        handles.Make(handles.Vk.CreateBuffer(handles.Device, &info, null, out Buffer buffer));
        Handle = buffer;
        try
        {
            handles.Vk.GetBufferMemoryRequirements(handles.Device, buffer, out MemoryRequirements needed);
            memory = new(handles, needed, use);
            Check(handles.Vk.BindBufferMemory(handles.Device, buffer, memory.Handle, 0));
            mapped = memory.Map();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public Buffer Handle { get; }
    public long Bytes { get; }

    /// <summary>Writes what a later submit copies from it.</summary>
    public void Write(ReadOnlySpan<byte> from, long offset)
    {
        from.CopyTo(new(mapped + offset, from.Length));
        memory!.Flush(offset, from.Length);
    }

    /// <summary>Reads what was copied into it by submits that are done.</summary>
    public void Read(long offset, Span<byte> to)
    {
        memory!.Invalidate(offset, to.Length);
        new ReadOnlySpan<byte>(mapped + offset, to.Length).CopyTo(to);
    }

    public void Dispose()
    {
        handles.Vk.DestroyBuffer(handles.Device, Handle, null);
        memory?.Dispose();
    }
}
