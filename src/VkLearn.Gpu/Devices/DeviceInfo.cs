namespace VkLearn.Gpu;

/// <summary>What a device is, and whether VkLearn can use it.</summary>
public sealed record DeviceInfo
{
    /// <summary>Position in the driver's list: what VKLEARN_DEVICE takes.</summary>
    public required int Index { get; init; }
    public required string Name { get; init; }
    public required string Vendor { get; init; }
    /// <summary>"discrete", "integrated", "virtual", "cpu" or "other".</summary>
    public required string Type { get; init; }
    /// <summary>The driver's name and its own account of its version.</summary>
    public required string Driver { get; init; }
    /// <summary>The Vulkan version of the device, such as "1.4.305".</summary>
    public required string ApiVersion { get; init; }
    /// <summary>Size of the largest device-local heap, in bytes.</summary>
    public required long MemoryBytes { get; init; }
    /// <summary>Invocations in a subgroup; 0 when the device is too old to say.</summary>
    public required uint SubgroupSize { get; init; }
    public required DeviceLimits Limits { get; init; }
    public required bool HasInt64 { get; init; }
    public required bool HasFloat16 { get; init; }
    public required bool Has16BitStorage { get; init; }
    public required bool Has8BitStorage { get; init; }
    public required bool HasSubgroupSizeControl { get; init; }
    public required bool HasTimestamps { get; init; }
    /// <summary>Whether its queue draws and it knows dynamic rendering; a device that does not still trains.</summary>
    public required bool CanDraw { get; init; }
    /// <summary>The features, by Vulkan's names, that VkLearn uses on this device.</summary>
    public required IReadOnlyList<string> Uses { get; init; }
    /// <summary>Null when the device is usable, else everything that it lacks.</summary>
    public required string? Refusal { get; init; }
}
