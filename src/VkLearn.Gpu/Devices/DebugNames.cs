using System.Runtime.InteropServices;
using Silk.NET.Vulkan;

namespace VkLearn.Gpu;

/// <summary>Gives Vulkan objects the names that validation messages and captures show.</summary>
internal sealed unsafe class DebugNames(Device device, nint setName)
{
    public const string Call = "vkSetDebugUtilsObjectNameEXT";

    public void Set(ObjectType type, ulong handle, string name)
    {
        nint text = Marshal.StringToCoTaskMemUTF8(name);
        DebugUtilsObjectNameInfoEXT info = new(objectType: type, objectHandle: handle, pObjectName: (byte*)text);
        _ = ((delegate* unmanaged[Cdecl]<Device, DebugUtilsObjectNameInfoEXT*, Result>)setName)(device, &info); // not worth failing for
        Marshal.FreeCoTaskMem(text);
    }
}
