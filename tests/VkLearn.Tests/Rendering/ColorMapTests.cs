using VkLearn.Rendering;
using Xunit;

namespace VkLearn.Tests.Rendering;

public sealed class ColorMapTests
{
    [Fact]
    public void ViridisIsTheOneThatPeopleKnow()
    {
        // Entries 0, 64, 128, 192, 255 of matplotlib's table.
        uint[] known = [0xFF540144, 0xFF8B523B, 0xFF8D9021, 0xFF63C95D, 0xFF25E7FD];
        Assert.All(known.Zip((int[])[0, 64, 128, 192, 255]), pair =>
            Assert.InRange(Colors.Distance(pair.First, ColorMap.Magnitude[pair.Second]), 0, 8));
    }

    [Fact]
    public void TheMiddleOfTheSignedMapIsWhite()
    {
        Assert.Equal(255, ColorMap.Signed.Count);
        uint zero = ColorMap.Signed[127];
        Assert.InRange(Colors.Distance(zero, 0xFFFFFFFF), 0, 14);
        Assert.Equal(zero & 255, zero >> 8 & 255);
        Assert.True((ColorMap.Signed[0] >> 16 & 255) > 150 && (ColorMap.Signed[0] & 255) < 60, "below zero is blue");
        Assert.True((ColorMap.Signed[254] & 255) > 140 && (ColorMap.Signed[254] >> 16 & 255) < 60, "above zero is red");
    }

    [Fact]
    public void EqualStepsLookEqual()
    {
        Assert.All((IReadOnlyList<uint>[])[ColorMap.Magnitude, ColorMap.Signed], static map =>
        {
            double[] steps = [.. Enumerable.Range(0, map.Count / 16 - 1).Select(i => Seen(map[i * 16], map[i * 16 + 16]))];
            Assert.InRange(steps.Max() / steps.Min(), 1, 1.8);
        });
        double[] lightness = [.. ColorMap.Magnitude.Select(static color => Oklab(color).L)];
        Assert.All(Enumerable.Range(8, lightness.Length - 8), i => Assert.True(lightness[i] > lightness[i - 8]));
    }

    [Fact]
    public void WhatIsNoNumberLooksLikeNoNumber() =>
        Assert.All((uint[])[ColorMap.Nan, ColorMap.Risen, ColorMap.Fallen], strange =>
            Assert.All(ColorMap.Magnitude.Concat(ColorMap.Signed), color => Assert.InRange(Seen(strange, color), 0.1, 2)));

    static double Seen(uint a, uint b)
    {
        ((double l, double x, double y), (double l2, double x2, double y2)) = (Oklab(a), Oklab(b));
        return Math.Sqrt((l - l2) * (l - l2) + (x - x2) * (x - x2) + (y - y2) * (y - y2));
    }

    static (double L, double A, double B) Oklab(uint color)
    {
        double Linear(int shift)
        {
            double c = (color >> shift & 255) / 255.0;
            return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
        }
        (double r, double g, double b) = (Linear(0), Linear(8), Linear(16));
        double l = Math.Cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
        double m = Math.Cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
        double s = Math.Cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
        return (0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s, 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s);
    }
}
