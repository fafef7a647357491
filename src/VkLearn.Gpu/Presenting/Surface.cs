using Silk.NET.Core;
using Silk.NET.Core.Contexts;
using Silk.NET.Core.Native;
using Silk.NET.Vulkan;

namespace VkLearn.Gpu;

/// <summary>What Vulkan knows a window by, and what the device can show on it. Its calls are an extension's.</summary>
internal sealed unsafe class Surface : IDisposable
{
    readonly Vk vk;
    readonly Instance instance;
    readonly PhysicalDevice device;
    readonly delegate* unmanaged[Cdecl]<Instance, SurfaceKHR, AllocationCallbacks*, void> destroy;
    readonly delegate* unmanaged[Cdecl]<PhysicalDevice, uint, SurfaceKHR, Bool32*, Result> isSupported;
    readonly delegate* unmanaged[Cdecl]<PhysicalDevice, SurfaceKHR, SurfaceCapabilitiesKHR*, Result> capabilities;
    readonly delegate* unmanaged[Cdecl]<PhysicalDevice, SurfaceKHR, uint*, SurfaceFormatKHR*, Result> formats;
    readonly delegate* unmanaged[Cdecl]<PhysicalDevice, SurfaceKHR, uint*, PresentModeKHR*, Result> modes;

    /// <exception cref="NotSupportedException">The device's queue cannot show anything on this window.</exception>
    public Surface(VulkanHandles handles, DeviceInfo info, IVkSurface window)
    {
        (vk, device) = (handles.Vk, handles.PhysicalDevice);
        instance = vk.CurrentInstance!.Value;
        destroy = (delegate* unmanaged[Cdecl]<Instance, SurfaceKHR, AllocationCallbacks*, void>)Function("vkDestroySurfaceKHR");
        isSupported = (delegate* unmanaged[Cdecl]<PhysicalDevice, uint, SurfaceKHR, Bool32*, Result>)
            Function("vkGetPhysicalDeviceSurfaceSupportKHR");
        capabilities = (delegate* unmanaged[Cdecl]<PhysicalDevice, SurfaceKHR, SurfaceCapabilitiesKHR*, Result>)
            Function("vkGetPhysicalDeviceSurfaceCapabilitiesKHR");
        formats = (delegate* unmanaged[Cdecl]<PhysicalDevice, SurfaceKHR, uint*, SurfaceFormatKHR*, Result>)
            Function("vkGetPhysicalDeviceSurfaceFormatsKHR");
        modes = (delegate* unmanaged[Cdecl]<PhysicalDevice, SurfaceKHR, uint*, PresentModeKHR*, Result>)
            Function("vkGetPhysicalDeviceSurfacePresentModesKHR");
        Handle = new(window.Create<AllocationCallbacks>(new VkHandle(instance.Handle), null).Handle);
        try
        {
            RequireSupport(handles.QueueFamily, info);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public SurfaceKHR Handle { get; }

    public SurfaceCapabilitiesKHR Capabilities
    {
        get
        {
            SurfaceCapabilitiesKHR now;
            Check(capabilities(device, Handle, &now), "vk.GetPhysicalDeviceSurfaceCapabilitiesKHR");
            return now;
        }
    }

    public SurfaceFormatKHR[] Formats()
    {
        const string call = "vk.GetPhysicalDeviceSurfaceFormatsKHR";
        uint count = 0;
        Check(formats(device, Handle, &count, null), call);
        SurfaceFormatKHR[] all = new SurfaceFormatKHR[count];
        fixed (SurfaceFormatKHR* first = all)
        {
            Check(formats(device, Handle, &count, first), call);
        }
        return all;
    }

    public PresentModeKHR[] Modes()
    {
        const string call = "vk.GetPhysicalDeviceSurfacePresentModesKHR";
        uint count = 0;
        Check(modes(device, Handle, &count, null), call);
        PresentModeKHR[] all = new PresentModeKHR[count];
        fixed (PresentModeKHR* first = all)
        {
            Check(modes(device, Handle, &count, first), call);
        }
        return all;
    }

    /// <summary>As <see cref="VulkanException.Check"/>; says what it means that a surface is lost.</summary>
    public static void Check(Result result, string call)
    {
        if (result == Result.ErrorSurfaceLostKhr)
        {
            throw new VulkanException(result, call,
                $"{call} failed: {result} ({(int)result}). The window is gone, or its display. Make a new window and target.");
        }
        VulkanException.Check(result, call);
    }

    /// <summary>An entry point of an extension that a window needs.</summary>
    public static nint Loaded(nint function) => function != 0 ? function : throw new InvalidOperationException(
        "The device was opened without what a window needs. " +
        "Open it with GpuOptions { InstanceExtensions = those that the window's surface asks for, Presents = true }.");

    public void Dispose() => destroy(instance, Handle, null);

    nint Function(string name) => Loaded((nint)vk.GetInstanceProcAddr(instance, name).Handle);

    void RequireSupport(uint queueFamily, DeviceInfo info)
    {
        Bool32 supported;
        Check(isSupported(device, queueFamily, Handle, &supported), "vk.GetPhysicalDeviceSurfaceSupportKHR");
        if (!supported)
        {
            throw new NotSupportedException(
                $"{info.Name} cannot show anything on this window. Choose another device, or draw off screen.");
        }
    }
}
