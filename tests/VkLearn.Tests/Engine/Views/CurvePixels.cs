using SkiaSharp;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Tests.Rendering;
using Xunit;

namespace VkLearn.Tests.Engine.Views;

/// <summary>Where the first curve of a plot is drawn.</summary>
static class CurvePixels
{
    const int Alike = 120; // where a stroke of 1.6 pixels lies between two rows, and covers neither

    /// <summary>It is drawn, in its colour, between two heights, give or take what a stroke has.</summary>
    /// <param name="heightsAt">Between which heights it is at a share of the axis; NaN: nobody knows.</param>
    /// <param name="atLeast">How many places must be known.</param>
    public static void AssertPasses(LinePlot plot, Picture picture, IEnumerable<double> places,
        Func<double, (float Low, float High)> heightsAt, int atLeast)
    {
        int passed = 0;
        foreach (double place in places)
        {
            if (heightsAt(place) is var (low, high) && float.IsFinite(low + high))
            {
                int x = plot.Plot.X + (int)Math.Round(place * (plot.Plot.Width - 1));
                int top = plot.Plot.Y + (int)((1 - high) * plot.Plot.Height) - 3;
                int bottom = plot.Plot.Y + (int)((1 - low) * plot.Plot.Height) + 3;
                int[] seen = [.. Enumerable.Range(plot.Plot.Y, plot.Plot.Height)
                    .Where(row => Distance(At(picture, x, row), Color(0)) < Alike)];
                Assert.True(seen.Length > 0, $"at {place} there is no curve");
                Assert.All(seen, row => Assert.InRange(row, top, bottom));
                passed++;
            }
        }

        Assert.InRange(passed, atLeast, int.MaxValue);
    }

    public static SKColor Color(int curve) => Theme.Dark.Curve(curve);

    static int Distance(SKColor a, SKColor b) => Math.Abs(a.Red - b.Red) + Math.Abs(a.Green - b.Green) + Math.Abs(a.Blue - b.Blue);

    public static SKColor At(Picture picture, int x, int y) =>
        picture.At(x, y) is var word ? new((byte)word, (byte)(word >> 8), (byte)(word >> 16)) : default;
}
