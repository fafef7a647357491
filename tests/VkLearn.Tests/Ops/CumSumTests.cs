using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class CumSumTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Gradient: 4e-6, Second: 2e-5);

    [Theory, InlineData(0), InlineData(1), InlineData(2)]
    public void Agrees(int axis)
    {
        Check(new CumSum(axis), Input.Of([3, 33, 5]));
        Check(new CumSum(axis, Reversed: true), Input.Of([3, 7, 5]));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(5000)] // a line too long for one invocation
    public void OfOneLine(int size) => Check(
        "CumSum", x => [x[0].CumSum(0)], Tolerance with { Forward = 2e-5, Smooth = false }, Input.Of([size]));

    [Fact]
    public void RunsAlongTheAxis() => Assert.Equal(
        [1, 3, 6, 4, 9, 15], Run(x => x[0].CumSum(-1), Tensor.From([1f, 2, 3, 4, 5, 6], [2, 3])));

    [Fact]
    public void ALongSumIsAsGoodAsAShortOne()
    {
        const int size = 4000, lines = 64;
        float[] sums = Run(x => x[0].CumSum(0), Tensor.From([.. Enumerable.Repeat(0.1f, size * lines)], [size, lines]));
        Assert.Equal((double)0.1f * size, sums[^1], 1e-7 * size);
    }
}
