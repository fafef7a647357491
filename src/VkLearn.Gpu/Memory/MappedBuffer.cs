using Silk.NET.Vulkan;
using static VkLearn.Gpu.VulkanException;
using Buffer = Silk.NET.Vulkan.Buffer;

namespace VkLearn.Gpu;

/// <summary>A buffer in memory that the CPU sees, mapped as long as it lives.</summary>
internal sealed unsafe class MappedBuffer : IDisposable
{
    const MemoryPropertyFlags Needed = MemoryPropertyFlags.HostVisibleBit | MemoryPropertyFlags.HostCoherentBit;

    readonly VulkanHandles handles;
    readonly DeviceMemory memory;

    /// <param name="handles">The device.</param>
    /// <param name="bytes">Size.</param>
    /// <param name="usage">Source or destination of copies.</param>
    /// <param name="cached">Whether it is read from: uncached reads are some 20 times slower.</param>
    public MappedBuffer(VulkanHandles handles, long bytes, BufferUsageFlags usage, bool cached)
    {
        this.handles = handles;
        Bytes = bytes;
        BufferCreateInfo info = new(size: (ulong)bytes, usage: usage, sharingMode: SharingMode.Exclusive);
        handles.Make(handles.Vk.CreateBuffer(handles.Device, &info, null, out Buffer buffer));
        Handle = buffer;
        try
        {
            memory = AllocateMemory(cached);
            Check(handles.Vk.BindBufferMemory(handles.Device, buffer, memory, 0));
            void* mapped;
            Check(handles.Vk.MapMemory(handles.Device, memory, 0, Vk.WholeSize, 0, &mapped));
            Mapped = (byte*)mapped;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public Buffer Handle { get; }
    public long Bytes { get; }
    public byte* Mapped { get; }

    public Span<byte> Span(long offset, int bytes) => new(Mapped + offset, bytes);

    public void Dispose()
    {
        handles.Vk.DestroyBuffer(handles.Device, Handle, null);
        handles.Vk.FreeMemory(handles.Device, memory, null);
    }

    DeviceMemory AllocateMemory(bool cached)
    {
        handles.Vk.GetBufferMemoryRequirements(handles.Device, Handle, out MemoryRequirements requirements);
        int type = cached ? handles.FindMemoryType(requirements.MemoryTypeBits, Needed | MemoryPropertyFlags.HostCachedBit) : -1;
        type = type >= 0 ? type : handles.FindMemoryType(requirements.MemoryTypeBits, Needed);
        MemoryAllocateInfo info = new(allocationSize: requirements.Size, memoryTypeIndex: (uint)type);
        handles.Make(handles.Vk.AllocateMemory(handles.Device, &info, null, out DeviceMemory made));
        return made;
    }
}
