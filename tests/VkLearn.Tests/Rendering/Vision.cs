using SkiaSharp;

namespace VkLearn.Tests.Rendering;

/// <summary>
/// How colours look: CIELAB, contrast as WCAG 2 has it, and what colour-blind eyes see (Machado, Oliveira, Fernandes 2009).
/// </summary>
internal static class Vision
{
    /// <summary>Nobody's, protanopes', deuteranopes' and tritanopes' loss, of linear red, green and blue.</summary>
    public static readonly IReadOnlyDictionary<string, double[]> Losses = new Dictionary<string, double[]>
    {
        ["none"] = [1, 0, 0, 0, 1, 0, 0, 0, 1],
        ["protanopia"] = [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
        ["deuteranopia"] = [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881],
        ["tritanopia"] = [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900],
    };

    /// <summary>CIELAB's lightness of a colour as the maps have it: red in the lowest byte.</summary>
    public static double Lightness(uint color) => Lab(Linear(color)).L;

    /// <summary>The distance of two colours in CIELAB (1976), as eyes with a loss see them.</summary>
    public static double Difference(uint a, uint b, double[] loss)
    {
        ((double l, double x, double y), (double l2, double x2, double y2)) = (Lab(Seen(a, loss)), Lab(Seen(b, loss)));
        return Math.Sqrt((l - l2) * (l - l2) + (x - x2) * (x - x2) + (y - y2) * (y - y2));
    }

    public static double Contrast(uint a, uint b)
    {
        (double first, double second) = (Luminance(a), Luminance(b));
        return (Math.Max(first, second) + 0.05) / (Math.Min(first, second) + 0.05);
    }

    public static double Contrast(SKColor a, SKColor b) => Contrast(Word(a), Word(b));

    public static uint Word(SKColor color) => color.Red | (uint)color.Green << 8 | (uint)color.Blue << 16 | 0xFF000000;

    static double Luminance(uint color) =>
        Linear(color).Zip((double[])[0.2126, 0.7152, 0.0722], static (light, share) => light * share).Sum();

    static double[] Linear(uint color) => [.. ((int[])[0, 8, 16]).Select(shift => (color >> shift & 255) / 255.0)
        .Select(static share => share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4))];

    static double[] Seen(uint color, double[] loss) => [.. Enumerable.Range(0, 3).Select(row =>
        Math.Clamp(Linear(color).Select((light, column) => light * loss[row * 3 + column]).Sum(), 0, 1))];

    static (double L, double A, double B) Lab(double[] light)
    {
        static double F(double share) => share > 216 / 24389.0 ? Math.Cbrt(share) : (24389 / 27.0 * share + 16) / 116;
        double x = F((0.4124564 * light[0] + 0.3575761 * light[1] + 0.1804375 * light[2]) / 0.95047);
        double y = F(0.2126729 * light[0] + 0.7151522 * light[1] + 0.0721750 * light[2]);
        double z = F((0.0193339 * light[0] + 0.1191920 * light[1] + 0.9503041 * light[2]) / 1.08883);
        return (116 * y - 16, 500 * (x - y), 200 * (y - z));
    }
}
