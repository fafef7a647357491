using VkLearn.Gpu;

namespace VkLearn.Rendering;

/// <summary>A theme's colour maps in device memory, as color.glsl reads them; one for a device and theme.</summary>
sealed class Palette : IDisposable
{
    readonly GpuBuffer buffer;

    Palette(GpuDevice gpu, ColorMap colors)
    {
        uint[] words = [.. colors.Magnitude, .. colors.Signed, ColorMap.Nan, ColorMap.Risen, ColorMap.Fallen];
        buffer = gpu.Memory.Allocate(words.Length * sizeof(uint), "palette");
        gpu.Staging.Upload<uint>(words, buffer);
    }

    public ulong Address => buffer.Address;

    public static Palette Of(GpuDevice gpu, Theme theme) => gpu.Attachment(static gpu => new OfThemes(gpu)).Find(theme);

    public void Dispose() => buffer.Dispose();

    sealed class OfThemes(GpuDevice gpu) : IDisposable
    {
        readonly Dictionary<Theme, Palette> palettes = [];

        public Palette Find(Theme theme)
        {
            lock (palettes)
            {
                if (!palettes.TryGetValue(theme, out Palette? palette))
                {
                    palettes.Add(theme, palette = new(gpu, theme.Colors));
                }
                return palette;
            }
        }

        public void Dispose()
        {
            foreach (Palette palette in palettes.Values)
            {
                palette.Dispose();
            }
        }
    }
}
