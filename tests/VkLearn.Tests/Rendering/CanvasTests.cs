using CsCheck;
using VkLearn.Rendering;
using Xunit;

namespace VkLearn.Tests.Rendering;

public sealed class CanvasTests
{
    [Fact]
    public void TextIsShortenedToFit() =>
        Gen.Select(Gen.String[Gen.Char[' ', '~'], 0, 40], Gen.Single[0, 300], Gen.Single[0.8f, 2.5f]).Sample(static (text, width, scale) =>
        {
            string fitting = Canvas.Fit(text, TextStyle.Body, scale, width);
            return fitting.Length == 0 || Canvas.Measure(fitting, TextStyle.Body, scale) <= width
                && (fitting == text || fitting.EndsWith('…') && text.StartsWith(fitting[..^1], StringComparison.Ordinal));
        }, iter: 300, threads: 1);

    [Fact]
    public void DigitsAreEquallyWide() => Assert.Single(
        "0123456789".Select(static digit => Canvas.Measure(digit.ToString(), TextStyle.Body, 1)).Distinct());

    [Theory, InlineData(0.0321, "0.0321"), InlineData(12.512, "12.5"), InlineData(1234, "1.23k"), InlineData(0, "0")]
    [InlineData(-0.5, "−0.500"), InlineData(999.7, "1.00k"), InlineData(4e-6, "4.0e-6"), InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "−∞"), InlineData(7_654_321, "7.65M"), InlineData(99.96, "100"), InlineData(2.5e15, "2.5e15")]
    public void NumbersAreShort(double value, string text) => Assert.Equal(text, Numbers.Short(value));

    [Fact]
    public void AxesHaveRoundNumbers()
    {
        Assert.Equal(["0", "0.5", "1.0"], new Axis(0, 1).Ticks(3).Select(static tick => tick.Text));
        Assert.Equal(["0", "2k", "4k"], new Axis(0, 5999).Ticks(4).Select(static tick => tick.Text));
        Assert.Equal(["−0.2", "−0.1", "0", "0.1", "0.2"], new Axis(-0.21, 0.22).Ticks(5).Select(static tick => tick.Text));
        Assert.Equal(["0.01", "0.1", "1", "10"], new Axis(0.007, 20, true).Ticks(3).Select(static tick => tick.Text));
        Assert.Equal(["0.2", "0.5", "1", "2"], new Axis(0.15, 2.5, true).Ticks(3).Select(static tick => tick.Text));
        Assert.Empty(new Axis(3, 3).Ticks(5));
        Gen.Select(Gen.Double[-1e6, 1e6], Gen.Double[1e-5, 1e6], Gen.Int[1, 10]).Sample(static (low, span, most) =>
            new Axis(low, low + span).Ticks(most).Length is > 0 and int count && count <= 2 * most + 1, iter: 3000, threads: 1);
    }
}
