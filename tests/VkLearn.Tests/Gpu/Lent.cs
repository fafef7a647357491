using Silk.NET.Vulkan;
using VkLearn.Gpu;

namespace VkLearn.Tests.Gpu;

/// <summary>A device that VkLearn opened stands for a host's.</summary>
static class Lent
{
    public static BorrowedDevice By(GpuDevice host) => new()
    {
        Instance = host.Handles.Vk.CurrentInstance!.Value.Handle,
        PhysicalDevice = host.Handles.PhysicalDevice.Handle,
        Device = host.Handles.Device.Handle,
        Queue = host.Handles.Queue.Handle,
        QueueFamily = host.Handles.QueueFamily,
        ApiVersion = Vk.Version13,
        EnabledFeatures = [.. host.Info.Uses],
        EnabledExtensions = ["VK_EXT_debug_utils"],
    };
}
