using Silk.NET.Vulkan;

namespace VkLearn.Gpu;

/// <summary>Device memory of one image, which shares it with none: drivers lay images out as they like.</summary>
internal sealed class ImageMemory(VulkanHandles handles, in MemoryRequirements needed, MemoryUse use) : IDisposable
{
    readonly VulkanHandles handles = handles;
    readonly AllocatedMemory memory = new(handles, needed, use);

    public long Bytes { get; } = (long)needed.Size;

    public void Bind(Image image) => VulkanException.Check(handles.Vk.BindImageMemory(handles.Device, image, memory.Handle, 0));

    public void Dispose() => memory.Dispose();
}
