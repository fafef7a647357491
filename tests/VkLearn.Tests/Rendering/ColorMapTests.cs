using VkLearn.Rendering;
using Xunit;

namespace VkLearn.Tests.Rendering;

/// <summary>Both maps of each theme, by computed lightness and by what colour-blind eyes see of them.</summary>
public sealed class ColorMapTests
{
    const int Zero = ColorMap.SignedCount / 2;

    /// <summary>Of CIELAB's lightness, 0 to 100: what rounding to bytes can cost.</summary>
    const double Tolerance = 0.5;

    public static TheoryData<string> Themes => [.. Theme.All.Select(static theme => theme.Name)];

    [Theory, MemberData(nameof(Themes))]
    public void ZeroIsTheCard(string name)
    {
        Theme theme = Theme.Find(name)!;
        Assert.Equal((ColorMap.MagnitudeCount, ColorMap.SignedCount), (theme.Colors.Magnitude.Count, theme.Colors.Signed.Count));
        Assert.Equal(Vision.Word(theme.Card), theme.Colors.Signed[Zero]);
        Assert.Equal(Vision.Word(theme.Card), theme.Colors.Magnitude[0]);
    }

    [Theory, MemberData(nameof(Themes))]
    public void LightnessGoesEvenlyAwayFromZero(string name)
    {
        ColorMap map = Theme.Find(name)!.Colors;
        uint[][] arms = [[.. map.Magnitude], [.. map.Signed.Skip(Zero)], [.. map.Signed.Take(Zero + 1).Reverse()]];
        Assert.All(arms, static arm =>
        {
            double[] lightness = [.. arm.Select(Vision.Lightness)];
            double from = lightness[0], to = lightness[^1];
            Assert.InRange(Math.Abs(to - from), 60, 100);
            Assert.All(lightness.Index(), at =>
                Assert.InRange(at.Item - double.Lerp(from, to, at.Index / (lightness.Length - 1.0)), -Tolerance, Tolerance));
            Assert.All(lightness.Skip(4).Zip(lightness), pair => Assert.Equal(Math.Sign(to - from), Math.Sign(pair.First - pair.Second)));
        });
    }

    [Theory, MemberData(nameof(Themes))]
    public void BothSignsAreEquallyLight(string name) => Assert.All(Enumerable.Range(0, Zero + 1), step =>
        Assert.InRange(Vision.Lightness(Theme.Find(name)!.Colors.Signed[Zero + step])
            - Vision.Lightness(Theme.Find(name)!.Colors.Signed[Zero - step]), -Tolerance, Tolerance));

    [Theory, MemberData(nameof(Themes))]
    public void ColourBlindEyesTellTheSignsApart(string name)
    {
        IReadOnlyList<uint> signed = Theme.Find(name)!.Colors.Signed;
        Assert.All(Vision.Losses, loss => Assert.All(((double Share, double Least)[])[(0.1, 6), (0.25, 15), (0.5, 30), (1, 60)], at =>
        {
            int step = (int)Math.Round(at.Share * Zero);
            Assert.InRange(Vision.Difference(signed[Zero - step], signed[Zero + step], loss.Value), at.Least, 200);
        }));
    }

    [Theory, MemberData(nameof(Themes))]
    public void EqualStepsLookEqual(string name)
    {
        ColorMap map = Theme.Find(name)!.Colors;
        Assert.All((IReadOnlyList<uint>[])[map.Magnitude, map.Signed], static map =>
        {
            double[] steps = [.. Enumerable.Range(0, map.Count / 16 - 1).Select(i => Seen(map[i * 16], map[i * 16 + 16]))];
            Assert.InRange(steps.Max() / steps.Min(), 1, 1.4);
        });
    }

    [Theory, MemberData(nameof(Themes))]
    public void WhatIsNoNumberLooksLikeNoNumber(string name)
    {
        ColorMap map = Theme.Find(name)!.Colors;
        uint[] strange = [ColorMap.Nan, ColorMap.Risen, ColorMap.Fallen];
        Assert.All(strange, one => Assert.All(
            map.Magnitude.Concat(map.Signed).Concat(strange.Where(other => other != one)), other =>
            {
                Assert.InRange(Seen(one, other), 0.1, 2);
                Assert.All(Vision.Losses.Values, loss => Assert.InRange(Vision.Difference(one, other, loss), 9, 400));
            }));
    }

    static double Seen(uint a, uint b)
    {
        (Oklab first, Oklab second) = (Of(a), Of(b));
        return Math.Sqrt(Math.Pow(first.L - second.L, 2) + Math.Pow(first.A - second.A, 2) + Math.Pow(first.B - second.B, 2));
    }

    static Oklab Of(uint color) => Oklab.Of(new((byte)color, (byte)(color >> 8), (byte)(color >> 16)));
}
