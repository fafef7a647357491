using SkiaSharp;

namespace VkLearn.Rendering;

/// <summary>
/// A colour in Oklab (B. Ottosson 2020), where equal distances look about equal. Linear light and CIELAB's lightness are those of sRGB.
/// </summary>
/// <param name="L">Oklab's own lightness, 0 to 1.</param>
/// <param name="A">From green to red.</param>
/// <param name="B">From blue to yellow.</param>
readonly record struct Oklab(double L, double A, double B)
{
    const double Tolerance = 1e-4, ChromaStep = 0.02;
    const int Halvings = 40;

    /// <summary>CIELAB's lightness, L*: 0 is black, 100 white.</summary>
    public double Lightness
    {
        get
        {
            double luminance = Math.Max(0, Luminance);
            return luminance > 216 / 24389.0 ? 116 * Math.Cbrt(luminance) - 16 : luminance * 24389 / 27;
        }
    }

    double Luminance
    {
        get
        {
            (double r, double g, double b) = Light;
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        }
    }

    /// <summary>Linear red, green and blue; outside 0 to 1 where a screen has no such colour.</summary>
    (double R, double G, double B) Light
    {
        get
        {
            double l = Math.Pow(L + 0.3963377774 * A + 0.2158037573 * B, 3);
            double m = Math.Pow(L - 0.1055613458 * A - 0.0638541728 * B, 3);
            double s = Math.Pow(L - 0.0894841775 * A - 1.2914855480 * B, 3);
            return (4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s, -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
                -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s);
        }
    }

    bool IsOnScreen
    {
        get
        {
            (double r, double g, double b) = Light;
            return Math.Min(r, Math.Min(g, b)) >= -Tolerance && Math.Max(r, Math.Max(g, b)) <= 1 + Tolerance;
        }
    }

    public static Oklab Of(SKColor color)
    {
        (double r, double g, double b) = (Decode(color.Red), Decode(color.Green), Decode(color.Blue));
        double l = Math.Cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
        double m = Math.Cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
        double s = Math.Cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
        return new(0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s, 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s);
    }

    /// <summary>The colour of a CIELAB lightness whose A and B are these, or as near to them as a screen can show.</summary>
    public static Oklab OfLightness(double lightness, double a, double b)
    {
        Oklab color = Find(lightness, a, b);
        for (double share = 1 - ChromaStep; !color.IsOnScreen && share > 0; share -= ChromaStep)
        {
            color = Find(lightness, a * share, b * share);
        }
        return color;
    }

    public SKColor ToColor()
    {
        (double r, double g, double b) = Light;
        return new(Byte(Encode(r)), Byte(Encode(g)), Byte(Encode(b)));
    }

    static Oklab Find(double lightness, double a, double b)
    {
        (double low, double high) = (0, 1.2);
        for (int i = 0; i < Halvings; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = new Oklab(middle, a, b).Lightness < lightness ? (middle, high) : (low, middle);
        }
        return new(low, a, b);
    }

    static double Decode(byte value)
    {
        double encoded = value / 255.0;
        return encoded <= 0.04045 ? encoded / 12.92 : Math.Pow((encoded + 0.055) / 1.055, 2.4);
    }

    static double Encode(double linear) => linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.Pow(linear, 1 / 2.4) - 0.055;

    static byte Byte(double share) => (byte)Math.Round(Math.Clamp(share, 0, 1) * 255);
}
