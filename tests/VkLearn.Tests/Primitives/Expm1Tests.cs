using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class Expm1Tests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 3e-7, Floor: 0, Differences: 1e-4);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int count) => Check(new Expm1(), Input.Between(-6, 6, [count]));

    [Fact]
    public void HoldsNearZeroAndAtTheEnds()
    {
        float[] x = [1e-30f, -1e-8f, 3e-4f, 0.49999f, 0.5f, -0.5f, -0.51f, 80, -90, 0, 1000, float.NegativeInfinity, float.NaN];
        AssertClose([.. x.Select(value => Expm1.Of(value))], Run(inputs => inputs[0].Expm1(), Tensor.From(x, [x.Length])), 3e-7);
    }

    [Fact]
    public void TheReferenceIsThatOfTheSeries() => Assert.All((double[])[1e-3, -1e-3, 1e-9], x =>
        Assert.Equal(x + x * x / 2 + x * x * x / 6 + x * x * x * x / 24 + x * x * x * x * x / 120, Expm1.Of(x), Math.Abs(x) * 1e-15));
}
