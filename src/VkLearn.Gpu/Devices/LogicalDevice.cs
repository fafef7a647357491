using Silk.NET.Vulkan;
using static VkLearn.Gpu.VulkanException;

namespace VkLearn.Gpu;

/// <summary>Makes a logical device with one queue and the features that VkLearn uses.</summary>
internal static unsafe class LogicalDevice
{
    public static VulkanHandles Make(VulkanInstance instance, DeviceCandidate chosen, bool presents)
    {
        DeviceFeatures has = chosen.Features;
        PhysicalDeviceVulkan13Features of13 = new(
            subgroupSizeControl: has.Has("subgroupSizeControl"), computeFullSubgroups: has.Has("computeFullSubgroups"),
            dynamicRendering: has.Has("dynamicRendering"));
        PhysicalDeviceDynamicRenderingFeatures rendering = new(dynamicRendering: true); // below Vulkan 1.3
        PhysicalDeviceVulkan12Features of12 = new(
            pNext: has.Has("Vulkan 1.3") ? &of13 : has.Has("dynamicRendering") ? &rendering : null,
            bufferDeviceAddress: true,
            timelineSemaphore: has.Has("timelineSemaphore"));
        PhysicalDeviceFeatures2 features = new(pNext: &of12, features: new(shaderInt64: has.Has("shaderInt64")));
        float priority = 1;
        DeviceQueueCreateInfo queueInfo = new(queueFamilyIndex: chosen.QueueFamily, queueCount: 1, pQueuePriorities: &priority);
        using NativeStrings extensions = new(Extensions(has, presents));
        DeviceCreateInfo info = new(
            pNext: &features, queueCreateInfoCount: 1, pQueueCreateInfos: &queueInfo,
            enabledExtensionCount: (uint)extensions.Count, ppEnabledExtensionNames: extensions.Pointer);
        Vk vk = instance.Vk;
        Check(vk.CreateDevice(chosen.Handle, &info, null, out Device device));
        vk.CurrentDevice = device;
        vk.GetDeviceQueue(device, chosen.QueueFamily, 0, out Queue queue);
        return new(vk, chosen.Handle, device, queue, chosen.QueueFamily, new(), instance, ownsDevice: true)
        {
            MemoryTypes = new(vk, chosen.Handle, has.Extensions.Contains(MemoryTypes.BudgetExtension)),
        };
    }

    static string[] Extensions(DeviceFeatures has, bool presents)
    {
        List<string> wanted = [DeviceFeatures.Portability];
        if (has.Has("dynamicRendering") && !has.Has("Vulkan 1.3"))
        {
            wanted.Add(DeviceFeatures.DynamicRenderingExtension);
        }
        if (presents && has.Has("swapchain"))
        {
            wanted.Add(DeviceFeatures.SwapchainExtension);
        }
        return [.. wanted.Where(has.Extensions.Contains)];
    }
}
