using Silk.NET.Vulkan;

namespace VkLearn.Gpu;

/// <summary>Takes a host's device into our hands, none of which is ours to destroy.</summary>
internal static class BorrowedHandles
{
    /// <exception cref="NoDeviceException">The device lacks something, or the host did not enable it.</exception>
    public static (VulkanHandles Handles, DeviceCandidate Device) Take(BorrowedDevice lent, GpuOptions options)
    {
        lent.Check();
        string? hidden = options.HiddenFeatures;
        Vk vk = VulkanInstance.Load(options);
        try
        {
            vk.CurrentInstance = new Instance(lent.Instance);
            PhysicalDevice physical = new(lent.PhysicalDevice);
            string[] swapchain = lent.EnabledExtensions.Contains(DeviceFeatures.SwapchainExtension) ? [DeviceFeatures.Presenting] : [];
            DeviceCandidate device = Candidate(vk, lent, hidden, [.. lent.EnabledFeatures, .. swapchain]);
            if (device.Features.Missing.Count > 0)
            {
                throw Refuse(device, Candidate(vk, lent, hidden, enabled: null), lent);
            }
            vk.CurrentDevice = new Device(lent.Device);
            return (Handles(vk, physical, device.Features, lent), device);
        }
        catch
        {
            vk.Dispose();
            throw;
        }
    }

    static DeviceCandidate Candidate(Vk vk, BorrowedDevice lent, string? hidden, IReadOnlyCollection<string>? enabled) =>
        DeviceCandidate.OfHost(vk, lent.ApiVersion, new PhysicalDevice(lent.PhysicalDevice), lent.QueueFamily, hidden, enabled);

    static VulkanHandles Handles(Vk vk, PhysicalDevice physical, DeviceFeatures has, BorrowedDevice lent)
    {
        Device device = new(lent.Device);
        QueueAccess access = new(lent.LockQueue, lent.UnlockQueue, lent.Submit);
        bool names = lent.EnabledExtensions.Contains(VulkanInstance.DebugUtils);
        return new(vk, physical, device, new Queue(lent.Queue), lent.QueueFamily, access, ownInstance: null, ownsDevice: false)
        {
            MemoryTypes = new(vk, physical, has.Extensions.Contains(MemoryTypes.BudgetExtension)),
            Names = names ? new DebugNames(device, VulkanInstance.Function(vk, vk.CurrentInstance!.Value, DebugNames.Call)) : null,
        };
    }

    static NoDeviceException Refuse(DeviceCandidate enabled, DeviceCandidate offered, BorrowedDevice lent) => new(
        $"The device {enabled.Info.Name} cannot be borrowed. GpuDevice.Requirements says what to enable when the host makes its device, " +
        "and BorrowedDevice.EnabledFeatures says what was.",
        [.. enabled.Features.Missing.Select(name => $"{name}: {Reason(name, offered, lent)}")]);

    static string Reason(string name, DeviceCandidate offered, BorrowedDevice lent) =>
        offered.Features.Has(name) ? "the device has it, the host did not enable it"
        : name == "Vulkan 1.2" ? $"the instance is for {VulkanInstance.Text(lent.ApiVersion)}, the device has {offered.Info.ApiVersion}"
        : name == "computeQueue" ? $"queue family {lent.QueueFamily} does not compute"
        : "the device does not have it";
}
