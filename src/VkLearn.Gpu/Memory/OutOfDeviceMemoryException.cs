using Silk.NET.Vulkan;

namespace VkLearn.Gpu;

/// <summary>The device has no room for a buffer or an image; sizes in bytes.</summary>
public sealed class OutOfDeviceMemoryException(
    Result result, string asker, long askedBytes, long bytesInUse, long heapBytes, long largestBytes)
    : VulkanException(result, "vk.AllocateMemory",
        $"vk.AllocateMemory failed: {result} ({(int)result}). {asker} asks for {Sizes.Text(askedBytes)}, " +
        $"{Sizes.Text(bytesInUse)} are in use, the heap has {Sizes.Text(heapBytes)}, " +
        $"one allocation may have {Sizes.Text(largestBytes)}. Use a smaller batch, model or window.")
{
    public long AskedBytes { get; } = askedBytes;
    public long BytesInUse { get; } = bytesInUse;
    public long HeapBytes { get; } = heapBytes;
}
