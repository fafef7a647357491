using Silk.NET.Vulkan;

namespace VkLearn.Gpu;

/// <summary>
/// The device stopped answering: a kernel ran too long or touched memory that is not its own, or the driver was restarted.
/// </summary>
public sealed class DeviceLostException(string call) : VulkanException(Result.ErrorDeviceLost, call,
    $"{call} failed: ErrorDeviceLost (-4). The device stopped answering: a kernel ran too long, touched memory that is not its own, " +
    "or the driver was restarted. Run with VKLEARN_VALIDATION=1 to look for the cause; the device must be opened again.");
