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
    public const string Portability = "VK_KHR_portability_subset"; // a device that is not wholly conformant (MoltenVK) says so by it

    /// <summary>Stands for the extension: no feature is enabled with it.</summary>
    public const string Presenting = "swapchain";

    const uint NeededPushConstantBytes = 128;

    /// <summary>Without any one of these a device is refused.</summary>
    static readonly string[] Required =
    [
        "Vulkan 1.2", "computeQueue", "bufferDeviceAddress", "pushConstants128",
    ];

    /// <summary>What drawing needs.</summary>
    public static readonly IReadOnlyList<string> Drawing = ["graphicsQueue", "dynamicRendering"];

    /// <summary>These make it faster, or let it draw: a device without them still trains.</summary>
    static readonly string[] Optional =
    [
        "timelineSemaphore", "shaderInt64", "subgroupBallot", "subgroupSizeControl", "computeFullSubgroups", "timestamps", "Vulkan 1.3",
        .. Drawing, Presenting,
    ];

    /// <summary>These the device has or has not; the others must also be enabled by who makes it.</summary>
    static readonly string[] Facts =
    [
        "Vulkan 1.2", "Vulkan 1.3", "computeQueue", "graphicsQueue", "subgroupBallot", "pushConstants128", "timestamps",
    ];

    readonly HashSet<string> names = [], hidden;
    readonly IReadOnlyCollection<string>? enabled;

    /// <param name="vk">Entry points of the instance.</param>
    /// <param name="apiVersion">The version that the instance was made for.</param>
    /// <param name="hide">Names with commas, of what is to be treated as absent.</param>
    /// <param name="enabled">The features that a host enabled on its device; null: all that the device offers can be.</param>
    public DeviceFeatures(Vk vk, uint apiVersion, PhysicalDevice device, QueueFamilyProperties? queue, string? hide,
        IReadOnlyCollection<string>? enabled)
    {
        hidden = Hidden(hide);
        this.enabled = enabled;
        vk.GetPhysicalDeviceProperties(device, out PhysicalDeviceProperties properties);
        Extensions = ReadExtensions(vk, device);
        Offer("computeQueue", queue is not null);
        Offer("timestamps", queue is { TimestampValidBits: > 0 });
        Offer("graphicsQueue", queue?.QueueFlags.HasFlag(QueueFlags.GraphicsBit) ?? false);
        Offer(Presenting, Extensions.Contains(SwapchainExtension));
        Offer("pushConstants128", properties.Limits.MaxPushConstantsSize >= NeededPushConstantBytes);
        uint version = Math.Min(apiVersion, properties.ApiVersion);
        if (version >= Vk.Version12) // older devices do not know the structures below
        {
            Offer("Vulkan 1.2", true);
            ReadSubgroups(vk, device);
            ReadFeatures(vk, device);
        }
        Offer("Vulkan 1.3", version >= Vk.Version13);
        if (Has("Vulkan 1.3"))
        {
            ReadFeaturesOf13(vk, device);
        }
        else if (Has("Vulkan 1.2") && Extensions.Contains(DynamicRenderingExtension))
        {
            ReadDynamicRendering(vk, device);
        }
    }

    /// <summary>What a device must be enabled with, of that which can be enabled.</summary>
    public static IReadOnlyList<string> ToEnable => [.. Required.Except(Facts)];

    /// <summary>What it may be enabled with, to be faster or to do more.</summary>
    public static IReadOnlyList<string> MayEnable => [.. Optional.Except([.. Facts, Presenting])];

    /// <summary>Every extension that the device offers.</summary>
    public IReadOnlySet<string> Extensions { get; }

    public IReadOnlyList<string> Missing => [.. Required.Where(name => !Has(name))];

    public IReadOnlyList<string> Uses => [.. Required.Concat(Optional).Where(Has)];

    public bool Has(string name) => names.Contains(name);

    public static NotSupportedException CannotDraw(DeviceInfo device) => new(
        $"{device.Name} cannot draw: it lacks {string.Join(" and ", Drawing.Except(device.Uses))}. " +
        "Train without views, or choose another device.");

    void Offer(string name, bool offered)
    {
        if (offered && !hidden.Contains(name) && (enabled is null || enabled.Contains(name) || Facts.Contains(name)))
        {
            names.Add(name);
        }
    }

    void ReadSubgroups(Vk vk, PhysicalDevice device)
    {
        PhysicalDeviceSubgroupProperties subgroup = new(pNext: null);
        PhysicalDeviceProperties2 properties = new(pNext: &subgroup);
        vk.GetPhysicalDeviceProperties2(device, &properties);
        Offer("subgroupBallot", subgroup.SupportedStages.HasFlag(ShaderStageFlags.ComputeBit)
            && subgroup.SupportedOperations.HasFlag(SubgroupFeatureFlags.BallotBit));
    }

    void ReadFeatures(Vk vk, PhysicalDevice device)
    {
        PhysicalDeviceVulkan12Features of12 = new(pNext: null);
        PhysicalDeviceFeatures2 features = new(pNext: &of12);
        vk.GetPhysicalDeviceFeatures2(device, &features);
        Offer("bufferDeviceAddress", of12.BufferDeviceAddress);
        Offer("timelineSemaphore", of12.TimelineSemaphore);
        Offer("shaderInt64", features.Features.ShaderInt64);
    }

    void ReadFeaturesOf13(Vk vk, PhysicalDevice device)
    {
        PhysicalDeviceSubgroupSizeControlProperties sizes = new(pNext: null);
        PhysicalDeviceProperties2 properties = new(pNext: &sizes);
        vk.GetPhysicalDeviceProperties2(device, &properties);
        PhysicalDeviceVulkan13Features of13 = new(pNext: null);
        PhysicalDeviceFeatures2 features = new(pNext: &of13);
        vk.GetPhysicalDeviceFeatures2(device, &features);
        Offer("subgroupSizeControl", of13.SubgroupSizeControl
            && sizes.RequiredSubgroupSizeStages.HasFlag(ShaderStageFlags.ComputeBit));
        Offer("computeFullSubgroups", of13.ComputeFullSubgroups);
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
