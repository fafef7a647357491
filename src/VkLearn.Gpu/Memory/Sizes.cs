using System.Globalization;

namespace VkLearn.Gpu;

/// <summary>Sizes as people read them.</summary>
internal static class Sizes
{
    public static string Text(long bytes) => bytes switch
    {
        < 1 << 10 => $"{bytes} bytes",
        < 1 << 20 => Scaled(bytes, 1 << 10, "KiB"),
        < 1 << 30 => Scaled(bytes, 1 << 20, "MiB"),
        _ => Scaled(bytes, 1 << 30, "GiB"),
    };

    public static long RoundUp(long bytes, long multiple) => (bytes + multiple - 1) / multiple * multiple;

    static string Scaled(long bytes, double unit, string name) =>
        string.Create(CultureInfo.InvariantCulture, $"{bytes / unit:0.##} {name}");
}
