using Silk.NET.Vulkan;

namespace VkLearn.Gpu;

/// <summary>Device memory of one image, which shares it with none: drivers lay images out as they like.</summary>
internal sealed unsafe class ImageMemory : IDisposable
{
    readonly VulkanHandles handles;
    readonly DeviceMemory memory;

    public ImageMemory(VulkanHandles handles, in MemoryRequirements needed)
    {
        this.handles = handles;
        int type = handles.FindMemoryType(needed.MemoryTypeBits, MemoryPropertyFlags.DeviceLocalBit);
        type = type >= 0 ? type : handles.FindMemoryType(needed.MemoryTypeBits, 0);
        MemoryAllocateInfo info = new(allocationSize: needed.Size, memoryTypeIndex: (uint)type);
        handles.Make(handles.Vk.AllocateMemory(handles.Device, &info, null, out memory));
        Bytes = (long)needed.Size;
    }

    public long Bytes { get; }

    public void Bind(Image image) => VulkanException.Check(handles.Vk.BindImageMemory(handles.Device, image, memory, 0));

    public void Dispose() => handles.Vk.FreeMemory(handles.Device, memory, null);
}
