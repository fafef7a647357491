namespace VkLearn.Rendering;

/// <summary>
/// The two colour maps, made here once for the shaders (see <see cref="Palette"/>) and for whoever inverts them. Both are even to the eye
/// and told apart by colour-blind ones.
/// </summary>
public static class ColorMap
{
    /// <summary>Entries of <see cref="Magnitude"/>.</summary>
    public const int MagnitudeCount = 256;

    /// <summary>Entries of <see cref="Signed"/>: an odd number, so that zero has one of its own.</summary>
    public const int SignedCount = 255;

    /// <summary>What NaN looks like: magenta.</summary>
    public static readonly uint Nan = Pack(255, 0, 255);

    /// <summary>What +infinity looks like: orange.</summary>
    public static readonly uint Risen = Pack(255, 140, 0);

    /// <summary>What -infinity looks like: cyan.</summary>
    public static readonly uint Fallen = Pack(0, 229, 255);

    // Viridis (S. van der Walt, N. Smith) as a polynomial of degree 6 for each channel, by M. Zucker; within 2 of 255 of the table.
    static readonly (double R, double G, double B)[] Viridis =
    [
        (0.2777273272234177, 0.005407344544966578, 0.3340998053353061),
        (0.1050930431085774, 1.404613529898575, 1.384590162594685),
        (-0.3308618287255563, 0.214847559468213, 0.09509516302823659),
        (-4.634230498983486, -5.799100973351585, -19.33244095627987),
        (6.228269936347081, 14.17993336680509, 56.69055260068105),
        (4.776384997670288, -13.74514537774601, -65.35303263337234),
        (-5.435455855934631, 4.645852612178535, 26.3124352495832),
    ];

    // Ends and middle of the signed map in Oklab (B. Ottosson 2020): both ends equally dark and far, so equal steps look equal.
    static readonly (double L, double A, double B) Blue = (0.44, -0.03, -0.17), White = (0.965, 0, 0), Red = (0.44, 0.158, 0.085);

    /// <summary>Viridis, from dark blue to yellow; RGBA8, sRGB-encoded, red in the lowest byte.</summary>
    public static IReadOnlyList<uint> Magnitude { get; } = [.. Enumerable.Range(0, MagnitudeCount).Select(MagnitudeEntry)];

    /// <summary>Blue, white at zero (entry 127), red.</summary>
    public static IReadOnlyList<uint> Signed { get; } = [.. Enumerable.Range(0, SignedCount).Select(SignedEntry)];

    static uint MagnitudeEntry(int entry)
    {
        double t = entry / (MagnitudeCount - 1.0), r = 0, g = 0, b = 0;
        for (int power = Viridis.Length - 1; power >= 0; power--)
        {
            (r, g, b) = (r * t + Viridis[power].R, g * t + Viridis[power].G, b * t + Viridis[power].B);
        }
        return Pack(Byte(r), Byte(g), Byte(b));
    }

    static uint SignedEntry(int entry)
    {
        double t = (entry - SignedCount / 2) / (SignedCount / 2.0 - 0.5), share = Math.Abs(t);
        (double l, double a, double b) = t < 0 ? Blue : Red;
        return FromOklab(White.L + (l - White.L) * share, White.A + (a - White.A) * share, White.B + (b - White.B) * share);
    }

    static uint FromOklab(double lightness, double a, double b)
    {
        double l = Math.Pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3);
        double m = Math.Pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3);
        double s = Math.Pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3);
        return Pack(
            Byte(Encode(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s)),
            Byte(Encode(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s)),
            Byte(Encode(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)));
    }

    static double Encode(double linear) => linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.Pow(linear, 1 / 2.4) - 0.055;

    static uint Byte(double share) => (uint)Math.Round(Math.Clamp(share, 0, 1) * 255);

    static uint Pack(uint r, uint g, uint b) => r | g << 8 | b << 16 | 0xFF000000;
}
