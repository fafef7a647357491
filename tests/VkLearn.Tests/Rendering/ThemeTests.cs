using SkiaSharp;
using VkLearn.Rendering;
using Xunit;

namespace VkLearn.Tests.Rendering;

public sealed class ThemeTests
{
    const double OfText = 4.5, OfStrokes = 3; // least contrasts, WCAG 2 AA

    public static TheoryData<string> Themes => [.. Theme.All.Select(static theme => theme.Name)];

    [Theory, MemberData(nameof(Themes))]
    public void TextIsReadOnWhatItStandsOn(string name)
    {
        Theme theme = Theme.Find(name)!;
        SKColor[] onCards = [theme.Text, theme.Muted, theme.Faint, theme.Accent, theme.Right, theme.Wrong, theme.Nan];
        Assert.All(onCards, color => Assert.InRange(Vision.Contrast(color, theme.Card), OfText, 21));
        Assert.All((SKColor[])[theme.Text, theme.Muted], color => Assert.InRange(Vision.Contrast(color, theme.Raised), OfText, 21));
        Assert.InRange(Vision.Contrast(theme.Text, theme.Over(theme.Accent.WithAlpha(60))), OfText, 21); // a button that is on
        Assert.InRange(Vision.Contrast(theme.Text, theme.Axis), OfText, 21); // one that is held
    }

    [Theory, MemberData(nameof(Themes))]
    public void StrokesAreSeen(string name)
    {
        Theme theme = Theme.Find(name)!;
        Assert.All([.. theme.Curves, theme.Marked], color => Assert.InRange(Vision.Contrast(color, theme.Card), OfStrokes, 21));
    }

    /// <summary>As color.glsl's inkOn.</summary>
    [Theory, MemberData(nameof(Themes))]
    public void BlackOrWhiteIsReadOnEachColourOfTheMaps(string name) =>
        Assert.All(Theme.Find(name)!.Colors.Magnitude.Concat(Theme.Find(name)!.Colors.Signed), color =>
            Assert.InRange(Math.Max(Vision.Contrast(color, 0xFF000000), Vision.Contrast(color, 0xFFFFFFFF)), OfText, 21));

    [Fact]
    public void IsFoundByItsName()
    {
        Assert.Same(Theme.Light, Theme.Find("Light"));
        Assert.Null(Theme.Find("dusk"));
    }
}
