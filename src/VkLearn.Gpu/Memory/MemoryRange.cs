using Buffer = Silk.NET.Vulkan.Buffer;

namespace VkLearn.Gpu;

/// <summary>Bytes of a VkBuffer.</summary>
internal readonly record struct MemoryRange(Buffer Buffer, long Offset, long Bytes);
