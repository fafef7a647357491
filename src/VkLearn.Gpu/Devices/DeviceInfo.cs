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
    /// <summary>What kernels are chosen by: type and vendor, not the subgroup's size, which is as small on some GPUs as on a CPU.</summary>
    public DeviceClass Class => Type == "cpu" ? DeviceClass.CpuDriver : Vendor switch
    {
        "NVIDIA" => DeviceClass.Nvidia,
        "AMD" => DeviceClass.Amd,
        "Intel" => DeviceClass.Intel,
        "ARM" => DeviceClass.Arm,
        "Qualcomm" => DeviceClass.Qualcomm,
        "Apple" => DeviceClass.Apple,
        _ => DeviceClass.OtherGpu,
    };
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
    /// <summary>Whether a kernel can ask for subgroups of <see cref="SubgroupSize"/>, and for none but whole ones.</summary>
    public required bool HasSubgroupSizeControl { get; init; }
    /// <summary>Whether a workgroup of <see cref="SubgroupSize"/> invocations is one subgroup for certain, whose invocations read each
    /// other's values: kernels that need that are not chosen elsewhere.</summary>
    public required bool HasLoneSubgroups { get; init; }
    public required bool HasTimestamps { get; init; }
    /// <summary>Whether its queue draws and it knows dynamic rendering; a device that does not still trains.</summary>
    public required bool CanDraw { get; init; }
    /// <summary>The features, by Vulkan's names, that VkLearn uses on this device.</summary>
    public required IReadOnlyList<string> Uses { get; init; }
    /// <summary>Null when the device is usable, else everything that it lacks.</summary>
    public required string? Refusal { get; init; }
}
