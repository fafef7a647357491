using Silk.NET.Core;
using Silk.NET.Vulkan;

namespace VkLearn.Gpu;

/// <summary>What a host engine must do when it makes its device, so that <see cref="GpuDevice.Borrow"/> can work on it.</summary>
public sealed record Requirements
{
    internal Requirements() { }

    /// <summary>The least VkApplicationInfo.apiVersion, and the least version of the physical device: 1.2.</summary>
    public uint ApiVersion { get; } = Vk.Version12;

    /// <summary>VkQueueFlags that the lent queue's family must have: compute.</summary>
    public uint QueueFlags { get; } = (uint)Silk.NET.Vulkan.QueueFlags.ComputeBit;

    /// <summary>VkQueueFlags that it should have, to draw views too: compute and graphics.</summary>
    public uint DrawingQueueFlags { get; } = (uint)(Silk.NET.Vulkan.QueueFlags.ComputeBit | Silk.NET.Vulkan.QueueFlags.GraphicsBit);

    /// <summary>Features to enable, by the names of their fields in Vulkan's structures, such as "bufferDeviceAddress".</summary>
    public IReadOnlyList<string> RequiredFeatures { get; } = DeviceFeatures.ToEnable;

    /// <summary>Features to enable where the device has them: each makes something faster, or possible such as drawing.</summary>
    public IReadOnlyList<string> OptionalFeatures { get; } = DeviceFeatures.MayEnable;

    /// <summary>Extensions without which nothing works: none, for all that is needed is in Vulkan 1.2.</summary>
    public IReadOnlyList<string> RequiredExtensions { get; } = [];

    /// <summary>
    /// Extensions to enable where they are offered: names of objects in validation messages; drawing below Vulkan 1.3; a window of
    /// VkLearn's own; and what Vulkan itself demands of devices that are not wholly conformant.
    /// </summary>
    public IReadOnlyList<string> OptionalExtensions { get; } =
    [
        VulkanInstance.DebugUtils, DeviceFeatures.DynamicRenderingExtension, DeviceFeatures.SwapchainExtension, DeviceFeatures.Portability,
    ];

    /// <summary>
    /// Looks at a physical device before a device is made of it: <see cref="DeviceInfo.Refusal"/> says what it lacks, and
    /// <see cref="DeviceInfo.Uses"/> names, among others, the features to enable.
    /// </summary>
    /// <param name="instance">VkInstance.</param>
    /// <param name="physicalDevice">VkPhysicalDevice of it.</param>
    /// <param name="apiVersion">VkApplicationInfo.apiVersion of the instance.</param>
    /// <param name="queueFamily">The family that the host would lend a queue of; null: the best one.</param>
    /// <exception cref="NoDeviceException">There is no Vulkan loader.</exception>
    public DeviceInfo Check(nint instance, nint physicalDevice, uint apiVersion, uint? queueFamily = null)
    {
        using Vk vk = VulkanInstance.Load();
        vk.CurrentInstance = new Instance(instance);
        return DeviceCandidate.OfHost(vk, apiVersion, new PhysicalDevice(physicalDevice), queueFamily, hidden: null, enabled: null).Info;
    }
}
