using Silk.NET.Core.Contexts;
using Silk.NET.Core.Native;

namespace VkLearn.Rendering;

/// <summary>What Vulkan knows a window of GLFW by.</summary>
internal sealed unsafe class GlfwSurface(nint window) : IVkSurface
{
    public byte** GetRequiredExtensions(out uint count)
    {
        byte** names = Glfw.GetRequiredInstanceExtensions(out count);
        return names is not null ? names : throw GlfwLibrary.Failure("Vulkan cannot show anything on this display");
    }

    public VkNonDispatchableHandle Create<T>(VkHandle instance, T* allocator) where T : unmanaged
    {
        int result = Glfw.CreateWindowSurface(instance.Handle, window, allocator, out ulong surface);
        return result == 0 ? new(surface) : throw GlfwLibrary.Failure($"glfwCreateWindowSurface failed: {result}");
    }
}
