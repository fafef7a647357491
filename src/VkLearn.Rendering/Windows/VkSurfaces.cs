using System.Runtime.InteropServices;
using Silk.NET.Core.Contexts;

namespace VkLearn.Rendering;

/// <summary>What follows from a window's surface.</summary>
public static class VkSurfaces
{
    extension(IVkSurface surface)
    {
        /// <summary>What <see cref="Gpu.GpuOptions.InstanceExtensions"/> must be for the device to show something on the window.</summary>
        public unsafe IReadOnlyList<string> InstanceExtensions
        {
            get
            {
                byte** names = surface.GetRequiredExtensions(out uint count);
                string[] extensions = new string[count];
                for (int i = 0; i < count; i++)
                {
                    extensions[i] = Marshal.PtrToStringUTF8((nint)names[i])!;
                }
                return extensions;
            }
        }
    }
}
