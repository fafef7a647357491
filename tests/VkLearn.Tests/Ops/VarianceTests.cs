using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class VarianceTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 2e-6, Gradient: 5e-6, Second: 2e-5);

    [Theory, InlineData(true), InlineData(false)]
    public void Agrees(bool unbiased)
    {
        Check("Variance", x => [x[0].Variance(1, unbiased)], Tolerance, Input.Of([3, 33, 5]));
        Check("Variance", x => [x[0].Variance(-1, unbiased, keepAxis: true)], Tolerance, Input.Of([7, 2]));
        Check("Variance", x => [x[0].Variance(unbiased)], Tolerance, Input.Of([3, 33, 5]));
        Check("StandardDeviation",
            x => [x[0].StandardDeviation(0, unbiased).Square() + x[0].StandardDeviation(0)], Tolerance, Input.Of([33, 2]));
    }

    [Fact]
    public void ALargeMeanCostsNothing() => Assert.Equal(
        [1.25f, 5 / 3f], Run(x => Tensor.Concat(0, x[0].Variance(0, keepAxis: true), x[0].Variance(0, unbiased: true, keepAxis: true)),
            Tensor.From([100001f, 100002, 100003, 100004], [4])), new Near(2e-7f));

    /// <summary>The mean of two neighbours is one of them, as rounded.</summary>
    [Fact]
    public void NeighboursHaveOneToo()
    {
        float a = 1, b = MathF.BitIncrement(1);
        Assert.Equal([(b - a) / MathF.Sqrt(2)], Run(x => x[0].StandardDeviation(0, unbiased: true, keepAxis: true),
            Tensor.From([a, b], [2])), new Near(1e-6f));
    }

    [Fact]
    public void OfOneElementThereIsNoUnbiasedOne() => Assert.Contains("Use two or more, or unbiased: false",
        Assert.Throws<ArgumentException>(() => Tensor.Ones([3, 1]).Variance(1, unbiased: true)).Message);
}
