using VkLearn.Gpu;

namespace VkLearn.Rendering;

/// <summary>The colour maps in device memory, as color.glsl reads them; one for a device.</summary>
sealed class Palette : IDisposable
{
    readonly GpuBuffer buffer;

    Palette(GpuDevice gpu)
    {
        uint[] words = [.. ColorMap.Magnitude, .. ColorMap.Signed, ColorMap.Nan, ColorMap.Risen, ColorMap.Fallen];
        buffer = gpu.Memory.Allocate(words.Length * sizeof(uint), "palette");
        gpu.Staging.Upload<uint>(words, buffer);
    }

    public ulong Address => buffer.Address;

    public static Palette Of(GpuDevice gpu) => gpu.Attachment(static gpu => new Palette(gpu));

    public void Dispose() => buffer.Dispose();
}
