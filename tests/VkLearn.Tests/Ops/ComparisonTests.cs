using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class ComparisonTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Differentiable: false);

    [Fact]
    public void Agrees()
    {
        Check("<=", x => [x[0] <= x[1]], Tolerance, Input.Ties([5, 33]), Input.Ties([33]));
        Check(">=", x => [x[0] >= x[1]], Tolerance, Input.Ties([5, 33]), Input.Ties([33]));
        Check("NotEqualTo", x => [x[0].NotEqualTo(x[1])], Tolerance, Input.Ties([5, 33]), Input.Ties([33]));
        Check("<=", x => [x[0] <= x[1]], Tolerance, Input.Ints(-2, 2, [33]), Input.Ints(-2, 2, [33]));
    }

    [Fact]
    public void NothingHoldsForNanButThatItIsNotEqual()
    {
        Tensor a = Tensor.From([1f, 2, 3, float.NaN, float.NaN], [5]), b = Tensor.From([2f, 2, 2, 1, float.NaN], [5]);
        Assert.Equal([1, 1, 0, 0, 0], Run(x => x[0] <= x[1], a, b));
        Assert.Equal([0, 1, 1, 0, 0], Run(x => x[0] >= x[1], a, b));
        Assert.Equal([1, 1, 0, 0, 0], Run(x => x[0].LessOrEqual(x[1]), a, b));
        Assert.Equal([0, 1, 1, 0, 0], Run(x => x[0].GreaterOrEqual(x[1]), a, b));
        Assert.Equal([1, 0, 0, 0, 0], Run(x => x[0].Less(x[1]), a, b));
        Assert.Equal([0, 0, 1, 0, 0], Run(x => x[0].Greater(x[1]), a, b));
        Assert.Equal([1, 0, 1, 1, 1], Run(x => x[0].NotEqualTo(x[1]), a, b));
    }
}
