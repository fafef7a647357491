namespace VkLearn.Gpu;

/// <summary>What a device can do at most; sizes in bytes.</summary>
public sealed record DeviceLimits
{
    public required uint PushConstantBytes { get; init; }
    public required uint WorkgroupCountX { get; init; }
    public required uint WorkgroupCountY { get; init; }
    public required uint WorkgroupCountZ { get; init; }
    public required uint WorkgroupSizeX { get; init; }
    public required uint WorkgroupInvocations { get; init; }
    public required uint SharedMemoryBytes { get; init; }
    /// <summary>The largest single piece of memory the driver gives.</summary>
    public required long AllocationBytes { get; init; }
    /// <summary>Pixels on a side of an image.</summary>
    public required uint ImageSide { get; init; }
    public required uint StorageBufferAlignment { get; init; }
    /// <summary>Nanoseconds of one tick of a timestamp.</summary>
    public required float TimestampPeriod { get; init; }
}
