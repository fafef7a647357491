namespace VkLearn.Gpu;

/// <summary>What a <see cref="MemoryArena"/> holds.</summary>
/// <param name="BytesInUse">Bytes of living buffers, rounded up to their alignment, and of images.</param>
/// <param name="PeakBytes">The most that <paramref name="BytesInUse"/> ever was.</param>
/// <param name="BytesReserved">Bytes taken from the driver.</param>
/// <param name="Blocks">Pieces of memory taken from the driver.</param>
/// <param name="Allocations">Living buffers and images, those that wait for the GPU to be freed included.</param>
public readonly record struct MemoryStatistics(long BytesInUse, long PeakBytes, long BytesReserved, int Blocks, int Allocations);
