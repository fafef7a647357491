using VkLearn.Rendering;
using Xunit;

namespace VkLearn.Tests.Rendering;

/// <summary>The colour that a value should have, computed on the CPU from a range as the device keeps it.</summary>
internal static class Colors
{
    /// <summary>Asserts that a pixel is the value's colour, or that of a neighbouring entry of the colour map.</summary>
    /// <param name="state">Range.comp's state.</param>
    /// <param name="tolerance">Of each channel: 0 but where the target decodes and encodes.</param>
    /// <param name="theme">Null: the dark one.</param>
    public static void AssertShows(float value, uint pixel, float[] state, int tolerance = 0, Theme? theme = null)
    {
        ColorMap colors = (theme ?? Theme.Dark).Colors;
        if (!float.IsFinite(value))
        {
            AssertNear(float.IsNaN(value) ? ColorMap.Nan : value > 0 ? ColorMap.Risen : ColorMap.Fallen, pixel, tolerance);
            return;
        }
        IReadOnlyList<uint> map = state[2] > 0 ? colors.Signed : colors.Magnitude;
        double place = Math.Clamp(((double)value - state[0]) * state[1], 0, map.Count - 1);
        int entry = (int)Math.Round(place);
        Assert.Contains(Enumerable.Range(entry - 1, 3).Where(i => i >= 0 && i < map.Count), i => Distance(map[i], pixel) <= tolerance);
    }

    public static void AssertNear(uint expected, uint pixel, int tolerance) =>
        Assert.True(Distance(expected, pixel) <= tolerance, $"expected {expected:x8}, drawn {pixel:x8}");

    public static int Distance(uint a, uint b) =>
        Enumerable.Range(0, 4).Max(channel => Math.Abs((int)(a >> 8 * channel & 255) - (int)(b >> 8 * channel & 255)));
}
