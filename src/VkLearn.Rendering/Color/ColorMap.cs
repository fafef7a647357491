using SkiaSharp;

namespace VkLearn.Rendering;

/// <summary>
/// A theme's two colour maps, made once for the shaders (see <see cref="Palette"/>) and for whoever inverts them. In both, zero is the
/// colour of the card that they are drawn on, and CIELAB's lightness goes evenly away from it; the two arms of the signed one are equally
/// light, and blue and orange: colour-blind eyes tell them apart too.
/// </summary>
public sealed class ColorMap
{
    /// <summary>Entries of <see cref="Magnitude"/>.</summary>
    public const int MagnitudeCount = 256;

    /// <summary>Entries of <see cref="Signed"/>: an odd number, so that zero has one of its own.</summary>
    public const int SignedCount = 255;

    /// <summary>What NaN looks like: magenta.</summary>
    public static readonly uint Nan = Word(new(255, 0, 255));

    /// <summary>What +infinity looks like: green.</summary>
    public static readonly uint Risen = Word(new(0, 255, 0));

    /// <summary>What -infinity looks like: violet.</summary>
    public static readonly uint Fallen = Word(new(140, 0, 255));

    readonly Oklab zero;

    /// <param name="zero">What stands for 0.</param>
    /// <param name="signedEnd">CIELAB lightness of both ends of <see cref="Signed"/>.</param>
    /// <param name="below">The hue of its end below zero.</param>
    /// <param name="above">The hue of its end above zero.</param>
    /// <param name="magnitudeEnd">CIELAB lightness of the end of <see cref="Magnitude"/>.</param>
    /// <param name="stops">The hues that it goes through.</param>
    internal ColorMap(SKColor zero, double signedEnd, Stop below, Stop above, double magnitudeEnd, params Stop[] stops)
    {
        this.zero = Oklab.Of(zero);
        Magnitude = [.. Enumerable.Range(0, MagnitudeCount).Select(i => Entry(i / (MagnitudeCount - 1.0), magnitudeEnd, stops))];
        const int middle = SignedCount / 2;
        Signed =
        [
            .. Enumerable.Range(-middle, SignedCount)
                .Select(i => Entry(Math.Abs(i) / (double)middle, signedEnd, [i < 0 ? below : above])),
        ];
    }

    /// <summary>From zero to the greatest value; RGBA8, sRGB-encoded, red in the lowest byte.</summary>
    public IReadOnlyList<uint> Magnitude { get; }

    /// <summary>Below zero, zero (entry 127), above zero.</summary>
    public IReadOnlyList<uint> Signed { get; }

    uint Entry(double share, double end, Stop[] stops)
    {
        int next = Array.FindIndex(stops, stop => share <= stop.Share);
        double from = next == 0 ? 0 : stops[next - 1].Share, part = (share - from) / (stops[next].Share - from);
        (double a, double b) = next == 0 ? (zero.A, zero.B) : (stops[next - 1].A, stops[next - 1].B);
        return Word(Oklab.OfLightness(
            double.Lerp(zero.Lightness, end, share), double.Lerp(a, stops[next].A, part), double.Lerp(b, stops[next].B, part)).ToColor());
    }

    static uint Word(SKColor color) => color.Red | (uint)color.Green << 8 | (uint)color.Blue << 16 | 0xFF000000;

    /// <summary>A hue on the way from zero to an end.</summary>
    /// <param name="Share">Of the way, the last 1.</param>
    /// <param name="Chroma">Oklab's.</param>
    /// <param name="Hue">Oklab's, in degrees: 30 is red, 110 yellow, 260 blue.</param>
    internal readonly record struct Stop(double Share, double Chroma, double Hue)
    {
        public double A => Chroma * Math.Cos(double.DegreesToRadians(Hue));

        public double B => Chroma * Math.Sin(double.DegreesToRadians(Hue));
    }
}
