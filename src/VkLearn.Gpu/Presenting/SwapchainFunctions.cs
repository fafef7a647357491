using Silk.NET.Vulkan;
using Semaphore = Silk.NET.Vulkan.Semaphore;

namespace VkLearn.Gpu;

/// <summary>The entry points of VK_KHR_swapchain.</summary>
internal sealed unsafe class SwapchainFunctions
{
    public SwapchainFunctions(VulkanHandles handles)
    {
        Create = (delegate* unmanaged[Cdecl]<Device, SwapchainCreateInfoKHR*, AllocationCallbacks*, SwapchainKHR*, Result>)
            Surface.Loaded(handles.Function("vkCreateSwapchainKHR"));
        Destroy = (delegate* unmanaged[Cdecl]<Device, SwapchainKHR, AllocationCallbacks*, void>)handles.Function("vkDestroySwapchainKHR");
        Images = (delegate* unmanaged[Cdecl]<Device, SwapchainKHR, uint*, Image*, Result>)handles.Function("vkGetSwapchainImagesKHR");
        Acquire = (delegate* unmanaged[Cdecl]<Device, SwapchainKHR, ulong, Semaphore, Fence, uint*, Result>)
            handles.Function("vkAcquireNextImageKHR");
        Present = (delegate* unmanaged[Cdecl]<Queue, PresentInfoKHR*, Result>)handles.Function("vkQueuePresentKHR");
    }

    public delegate* unmanaged[Cdecl]<Device, SwapchainCreateInfoKHR*, AllocationCallbacks*, SwapchainKHR*, Result> Create { get; }
    public delegate* unmanaged[Cdecl]<Device, SwapchainKHR, AllocationCallbacks*, void> Destroy { get; }
    public delegate* unmanaged[Cdecl]<Device, SwapchainKHR, uint*, Image*, Result> Images { get; }
    public delegate* unmanaged[Cdecl]<Device, SwapchainKHR, ulong, Semaphore, Fence, uint*, Result> Acquire { get; }
    public delegate* unmanaged[Cdecl]<Queue, PresentInfoKHR*, Result> Present { get; }
}
