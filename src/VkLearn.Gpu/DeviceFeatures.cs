using Silk.NET.Vulkan;
using static VkLearn.Gpu.VulkanException;

namespace VkLearn.Gpu;

/// <summary>
/// What a device offers of what VkLearn needs or uses, by Vulkan's names. A set of names rather than of fields, so that
/// one can be hidden to try how VkLearn fares on a device that lacks it.
/// </summary>
internal sealed unsafe class DeviceFeatures
{
    public const string DynamicRenderingExtension = "VK_KHR_dynamic_rendering"; // core in Vulkan 1.3
    public const string SwapchainExtension = "VK_KHR_swapchain";

    const uint NeededPushConstantBytes = 128;

    /// <summary>Without any one of these a device is refused.</summary>
    static readonly string[] Required =
    [
        "Vulkan 1.2", "computeQueue", "bufferDeviceAddress", "timelineSemaphore", "subgroupBasic", "subgroupArithmetic",
        "subgroupBallot", "pushConstants128",
    ];

    /// <summary>What drawing needs.</summary>
    public static readonly IReadOnlyList<string> Drawing = ["graphicsQueue", "dynamicRendering"];

    /// <summary>These make it faster, or let it draw: a device without them still trains.</summary>
    static readonly string[] Optional =
    [
        "shaderInt64", "shaderInt16", "shaderInt8", "shaderFloat16", "storageBuffer16BitAccess", "storageBuffer8BitAccess",
        "subgroupSizeControl", "timestamps", "Vulkan 1.3", .. Drawing, "swapchain",
    ];

    readonly HashSet<string> names = [], hidden;

    public DeviceFeatures(VulkanInstance instance, PhysicalDevice device, QueueFamilyProperties? queue, string? hide)
    {
        hidden = Hidden(hide);
        Vk vk = instance.Vk;
        vk.GetPhysicalDeviceProperties(device, out PhysicalDeviceProperties properties);
        Extensions = ReadExtensions(vk, device);
        Offer("computeQueue", queue is not null);
        Offer("timestamps", queue is { TimestampValidBits: > 0 });
        Offer("graphicsQueue", queue?.QueueFlags.HasFlag(QueueFlags.GraphicsBit) ?? false);
        Offer("swapchain", Extensions.Contains(SwapchainExtension));
        Offer("pushConstants128", properties.Limits.MaxPushConstantsSize >= NeededPushConstantBytes);
        if (properties.ApiVersion >= Vk.Version12) // older devices do not know the structures below
        {
            Offer("Vulkan 1.2", true);
            ReadSubgroups(vk, device);
            ReadFeatures(vk, device);
        }
        Offer("Vulkan 1.3", properties.ApiVersion >= Vk.Version13 && instance.ApiVersion >= Vk.Version13);
        if (Has("Vulkan 1.3"))
        {
            ReadFeaturesOf13(vk, device);
        }
        else if (Has("Vulkan 1.2") && Extensions.Contains(DynamicRenderingExtension))
        {
            ReadDynamicRendering(vk, device);
        }
    }

    /// <summary>Every extension that the device offers.</summary>
    public IReadOnlySet<string> Extensions { get; }

    public IReadOnlyList<string> Missing => [.. Required.Where(name => !Has(name))];

    public IReadOnlyList<string> Uses => [.. Required.Concat(Optional).Where(Has)];

    public bool Has(string name) => names.Contains(name);

    void Offer(string name, bool offered)
    {
        if (offered && !hidden.Contains(name))
        {
            names.Add(name);
        }
    }

    void ReadSubgroups(Vk vk, PhysicalDevice device)
    {
        PhysicalDeviceSubgroupProperties subgroup = new(pNext: null);
        PhysicalDeviceProperties2 properties = new(pNext: &subgroup);
        vk.GetPhysicalDeviceProperties2(device, &properties);
        bool inCompute = subgroup.SupportedStages.HasFlag(ShaderStageFlags.ComputeBit);
        Offer("subgroupBasic", inCompute && subgroup.SupportedOperations.HasFlag(SubgroupFeatureFlags.BasicBit));
        Offer("subgroupArithmetic", inCompute && subgroup.SupportedOperations.HasFlag(SubgroupFeatureFlags.ArithmeticBit));
        Offer("subgroupBallot", inCompute && subgroup.SupportedOperations.HasFlag(SubgroupFeatureFlags.BallotBit));
    }

    void ReadFeatures(Vk vk, PhysicalDevice device)
    {
        PhysicalDeviceVulkan12Features of12 = new(pNext: null);
        PhysicalDeviceVulkan11Features of11 = new(pNext: &of12);
        PhysicalDeviceFeatures2 features = new(pNext: &of11);
        vk.GetPhysicalDeviceFeatures2(device, &features);
        Offer("bufferDeviceAddress", of12.BufferDeviceAddress);
        Offer("timelineSemaphore", of12.TimelineSemaphore);
        Offer("shaderFloat16", of12.ShaderFloat16);
        Offer("shaderInt8", of12.ShaderInt8);
        Offer("storageBuffer8BitAccess", of12.StorageBuffer8BitAccess);
        Offer("storageBuffer16BitAccess", of11.StorageBuffer16BitAccess);
        Offer("shaderInt64", features.Features.ShaderInt64);
        Offer("shaderInt16", features.Features.ShaderInt16);
    }

    void ReadFeaturesOf13(Vk vk, PhysicalDevice device)
    {
        PhysicalDeviceVulkan13Features of13 = new(pNext: null);
        PhysicalDeviceFeatures2 features = new(pNext: &of13);
        vk.GetPhysicalDeviceFeatures2(device, &features);
        Offer("subgroupSizeControl", of13.SubgroupSizeControl);
        Offer("dynamicRendering", of13.DynamicRendering);
    }

    void ReadDynamicRendering(Vk vk, PhysicalDevice device)
    {
        PhysicalDeviceDynamicRenderingFeatures rendering = new(pNext: null);
        PhysicalDeviceFeatures2 features = new(pNext: &rendering);
        vk.GetPhysicalDeviceFeatures2(device, &features);
        Offer("dynamicRendering", rendering.DynamicRendering);
    }

    static HashSet<string> ReadExtensions(Vk vk, PhysicalDevice device)
    {
        uint count = 0;
        Check(vk.EnumerateDeviceExtensionProperties(device, (byte*)null, &count, null));
        ExtensionProperties[] found = new ExtensionProperties[count];
        fixed (ExtensionProperties* first = found)
        {
            Check(vk.EnumerateDeviceExtensionProperties(device, (byte*)null, &count, first));
        }
        return [.. found.Select(static extension => VulkanInstance.Text(extension.ExtensionName))];
    }

    static HashSet<string> Hidden(string? hide)
    {
        HashSet<string> hidden = [.. hide?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? []];
        if (hidden.FirstOrDefault(static name => !Required.Contains(name) && !Optional.Contains(name)) is { } unknown)
        {
            throw new ArgumentException(
                $"HideFeature: \"{unknown}\" is not a feature that VkLearn looks at. " +
                $"Known: {string.Join(", ", Required.Concat(Optional))}.");
        }
        return hidden;
    }
}
