using VkLearn.Rendering;
using Xunit;

namespace VkLearn.Tests.Rendering;

public sealed class AxisTests
{
    /// <summary>However little room there is, and between whatever ends, there is a number, and where two have room two.</summary>
    [Theory]
    [InlineData(97.1, 99.9, 1, 1), InlineData(97.1, 99.9, 2, 2), InlineData(0.31, 0.39, 2, 2), InlineData(-3, 1234, 1, 1)]
    [InlineData(60, 100, 3, 2), InlineData(1e-9, 3e-9, 2, 2)]
    public void HasNumbers(double low, double high, int most, int least)
    {
        (double Value, string Text)[] ticks = new Axis(low, high).Ticks(most);
        Assert.InRange(ticks.Length, least, 2 * most + 1);
        Assert.All(ticks, tick => Assert.InRange(tick.Value, low - 1e-12, high + 1e-12));
        Assert.Equal(ticks.Length, ticks.Select(tick => tick.Text).Distinct().Count());
    }
}
