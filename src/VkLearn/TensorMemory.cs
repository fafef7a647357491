using VkLearn.Gpu;

namespace VkLearn;

/// <summary>Where values lie on the device, row-major: what a view needs to sample a tensor where it is.</summary>
/// <param name="ByteOffset">Of the first element, from the buffer's begin.</param>
public readonly record struct TensorMemory(GpuBuffer Buffer, long ByteOffset, TensorType Type);
