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
    readonly DeviceMemory memory;
    readonly List<(long Offset, long Bytes)> free; // by offset; neighbours are always joined

    public MemoryBlock(VulkanHandles handles, long bytes)
    {
        this.handles = handles;
        Bytes = bytes;
        free = [(0, bytes)];
        BufferCreateInfo info = new(size: (ulong)bytes, usage: Usage, sharingMode: SharingMode.Exclusive);
        handles.Make(handles.Vk.CreateBuffer(handles.Device, &info, null, out Buffer buffer));
        Buffer = buffer;
        try
        {
            memory = AllocateMemory();
            Check(handles.Vk.BindBufferMemory(handles.Device, buffer, memory, 0));
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

    /// <summary>Takes the first free range that is long enough.</summary>
    public bool TryTake(long bytes, out long offset)
    {
        int found = free.FindIndex(range => range.Bytes >= bytes);
        offset = found < 0 ? -1 : free[found].Offset;
        if (found < 0)
        {
            return false;
        }
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
        handles.Vk.FreeMemory(handles.Device, memory, null);
    }

    void JoinWithNext(int index)
    {
        if (index >= 0 && index + 1 < free.Count && free[index].Offset + free[index].Bytes == free[index + 1].Offset)
        {
            free[index] = (free[index].Offset, free[index].Bytes + free[index + 1].Bytes);
            free.RemoveAt(index + 1);
        }
    }

    DeviceMemory AllocateMemory()
    {
        handles.Vk.GetBufferMemoryRequirements(handles.Device, Buffer, out MemoryRequirements requirements);
        int type = handles.FindMemoryType(requirements.MemoryTypeBits, MemoryPropertyFlags.DeviceLocalBit);
        type = type >= 0 ? type : handles.FindMemoryType(requirements.MemoryTypeBits, 0);
        MemoryAllocateFlagsInfo flags = new(flags: MemoryAllocateFlags.DeviceAddressBit);
        MemoryAllocateInfo info = new(pNext: &flags, allocationSize: requirements.Size, memoryTypeIndex: (uint)type);
        handles.Make(handles.Vk.AllocateMemory(handles.Device, &info, null, out DeviceMemory made));
        return made;
    }
}
