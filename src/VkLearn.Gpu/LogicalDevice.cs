using Silk.NET.Vulkan;
using static VkLearn.Gpu.VulkanException;

namespace VkLearn.Gpu;

/// <summary>Makes a logical device with one queue and the features that VkLearn uses.</summary>
internal static unsafe class LogicalDevice
{
    public static VulkanHandles Make(VulkanInstance instance, DeviceCandidate chosen)
    {
        DeviceFeatures has = chosen.Features;
        PhysicalDeviceVulkan13Features of13 = new(subgroupSizeControl: has.Has("subgroupSizeControl"));
        PhysicalDeviceVulkan12Features of12 = new(
            pNext: has.Has("subgroupSizeControl") ? &of13 : null,
            bufferDeviceAddress: true,
            timelineSemaphore: true,
            shaderFloat16: has.Has("shaderFloat16"),
            shaderInt8: has.Has("shaderInt8"),
            storageBuffer8BitAccess: has.Has("storageBuffer8BitAccess"));
        PhysicalDeviceVulkan11Features of11 = new(pNext: &of12, storageBuffer16BitAccess: has.Has("storageBuffer16BitAccess"));
        PhysicalDeviceFeatures2 features = new(
            pNext: &of11, features: new(shaderInt64: has.Has("shaderInt64"), shaderInt16: has.Has("shaderInt16")));
        float priority = 1;
        DeviceQueueCreateInfo queueInfo = new(queueFamilyIndex: chosen.QueueFamily, queueCount: 1, pQueuePriorities: &priority);
        using NativeStrings extensions = new(Extensions(instance.Vk, chosen.Handle));
        DeviceCreateInfo info = new(
            pNext: &features, queueCreateInfoCount: 1, pQueueCreateInfos: &queueInfo,
            enabledExtensionCount: (uint)extensions.Count, ppEnabledExtensionNames: extensions.Pointer);
        Vk vk = instance.Vk;
        Check(vk.CreateDevice(chosen.Handle, &info, null, out Device device));
        vk.CurrentDevice = device;
        vk.GetDeviceQueue(device, chosen.QueueFamily, 0, out Queue queue);
        return new(vk, chosen.Handle, device, queue, chosen.QueueFamily, new(), instance, ownsDevice: true);
    }

    /// <summary>A device that is not wholly conformant (MoltenVK) says so by an extension that must then be enabled.</summary>
    static string[] Extensions(Vk vk, PhysicalDevice device)
    {
        uint count = 0;
        Check(vk.EnumerateDeviceExtensionProperties(device, (byte*)null, &count, null));
        ExtensionProperties[] found = new ExtensionProperties[count];
        fixed (ExtensionProperties* first = found)
        {
            Check(vk.EnumerateDeviceExtensionProperties(device, (byte*)null, &count, first));
        }
        return [.. found.Select(static extension => VulkanInstance.Text(extension.ExtensionName))
            .Where(static name => name == "VK_KHR_portability_subset")];
    }
}
