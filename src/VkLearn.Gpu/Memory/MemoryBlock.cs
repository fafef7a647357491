using Silk.NET.Vulkan;
using static VkLearn.Gpu.VulkanException;
using Buffer = Silk.NET.Vulkan.Buffer;

namespace VkLearn.Gpu;

/// <summary>One piece of device memory under one VkBuffer, and which of its bytes are free.</summary>
internal sealed unsafe class MemoryBlock : IDisposable
{
    const BufferUsageFlags Usage = BufferUsageFlags.StorageBufferBit | BufferUsageFlags.TransferSrcBit | BufferUsageFlags.TransferDstBit
        | BufferUsageFlags.ShaderDeviceAddressBit | BufferUsageFlags.IndirectBufferBit;

    readonly VulkanHandles handles;
    readonly AllocatedMemory? memory;
    readonly byte* mapped; // null where the CPU does not see it
    readonly List<(long Offset, long Bytes)> free; // by offset; neighbours are always joined
    long used; // bytes from the start of which some were ever taken

    public MemoryBlock(VulkanHandles handles, long bytes, MemoryUse use)
    {
        this.handles = handles;
        Bytes = bytes;
        free = [(0, bytes)];
        BufferCreateInfo info = new(size: (ulong)bytes, usage: Usage, sharingMode: SharingMode.Exclusive);
        handles.Make(handles.Vk.CreateBuffer(handles.Device, &info, null, out Buffer buffer));
        Buffer = buffer;
        try
        {
            handles.Vk.GetBufferMemoryRequirements(handles.Device, buffer, out MemoryRequirements needed);
            memory = new(handles, needed, use, hasAddress: true);
            Check(handles.Vk.BindBufferMemory(handles.Device, buffer, memory.Handle, 0));
            mapped = memory.IsCoherent ? memory.Map() : null;
        }
        catch
        {
            Dispose();
            throw;
        }
        BufferDeviceAddressInfo address = new(buffer: buffer);
        Address = handles.Vk.GetBufferDeviceAddress(handles.Device, &address);
    }

    public Buffer Buffer { get; }
    public ulong Address { get; }
    public long Bytes { get; }
    public bool IsUnused => free is [var only] && only.Bytes == Bytes;

    public bool IsMapped => mapped is not null;

    public void Write(ReadOnlySpan<byte> bytes, long offset) => bytes.CopyTo(new(mapped + offset, bytes.Length));

    /// <summary>Takes the first free range that is long enough.</summary>
    /// <param name="bytes">How long.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="isFresh">Whether nobody had any of it before.</param>
    public bool TryTake(long bytes, out long offset, out bool isFresh)
    {
        int found = free.FindIndex(range => range.Bytes >= bytes);
        offset = found < 0 ? -1 : free[found].Offset;
        isFresh = offset >= used;
        if (found < 0)
        {
            return false;
        }
        used = Math.Max(used, offset + bytes);
        if (free[found].Bytes == bytes)
        {
            free.RemoveAt(found);
        }
        else
        {
            free[found] = (offset + bytes, free[found].Bytes - bytes);
        }
        return true;
    }

    public void Give(long offset, long bytes)
    {
        int next = free.FindIndex(range => range.Offset > offset);
        next = next < 0 ? free.Count : next;
        free.Insert(next, (offset, bytes));
        JoinWithNext(next);
        JoinWithNext(next - 1);
    }

    public void Dispose()
    {
        handles.Vk.DestroyBuffer(handles.Device, Buffer, null);
        memory?.Dispose();
    }

    void JoinWithNext(int index)
    {
        if (index >= 0 && index + 1 < free.Count && free[index].Offset + free[index].Bytes == free[index + 1].Offset)
        {
            free[index] = (free[index].Offset, free[index].Bytes + free[index + 1].Bytes);
            free.RemoveAt(index + 1);
        }
    }
}
