using VkLearn.Rendering;
using Xunit;

namespace VkLearn.Tests.Rendering;

public sealed class NumbersTests
{
    [Theory, InlineData(0, "0 %"), InlineData(2e-15, "<0.1 %"), InlineData(0.001, "0.1 %"), InlineData(0.0123, "1.2 %")]
    [InlineData(0.998, "99.8 %"), InlineData(0.99999, ">99.9 %"), InlineData(1, "100 %"), InlineData(-0.25, "−25.0 %")]
    [InlineData(double.NaN, "NaN"), InlineData(2.5, "250.0 %")]
    public void SharesAreInPercent(double share, string text) => Assert.Equal(text, Numbers.Percent(share));

    [Theory, InlineData(0, "0 B"), InlineData(999, "999 B"), InlineData(1234, "1.23 kB"), InlineData(48_300_000, "48.3 MB")]
    [InlineData(999_600_000, "1.00 GB"), InlineData(141e9, "141 GB")]
    public void MemoryIsInItsLargestUnit(double bytes, string text) => Assert.Equal(text, Numbers.Bytes(bytes));

    [Theory, InlineData(0.42, "0.4 s"), InlineData(9.96, "9 s"), InlineData(59.9, "59 s"), InlineData(200, "3 min 20 s")]
    [InlineData(4320, "1 h 12 min"), InlineData(360_000, "100 h 0 min")]
    public void TimesAreInTheirTwoLargestUnits(double seconds, string text) =>
        Assert.Equal(text, Numbers.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory, InlineData(-0.026, "−0.026"), InlineData(0.001, "0.001"), InlineData(1.25e-6, "1.25e-6"), InlineData(12.501, "12.501")]
    [InlineData(123456, "1.2346e5"), InlineData(0, "0")]
    public void ExactNumbersHaveFiveDigits(double value, string text) => Assert.Equal(text, Numbers.Exact(value));
}
