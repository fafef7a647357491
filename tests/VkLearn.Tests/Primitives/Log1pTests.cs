using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class Log1pTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 3e-7, Floor: 0, Gradient: 4e-7, Second: 4e-6, Differences: 1e-4);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int count) => Check(new Log1p(), Input.Between(-0.9f, 9, [count]));

    [Fact]
    public void HoldsNearZeroAndAtTheEnds()
    {
        float[] x = [1e-30f, -1e-8f, 6e-8f, 1.3e-7f, -1e-4f, 0.3f, -0.999f, 1e30f, 0, -1, -2, float.PositiveInfinity, float.NaN];
        AssertClose([.. x.Select(value => Log1p.Of(value))], Run(inputs => inputs[0].Log1p(), Tensor.From(x, [x.Length])), 3e-7);
    }

    [Fact]
    public void TheReferenceIsThatOfTheSeries() => Assert.All((double[])[1e-3, -1e-3, 1e-9], x =>
        Assert.Equal(x - x * x / 2 + x * x * x / 3 - x * x * x * x / 4 + x * x * x * x * x / 5, Log1p.Of(x), Math.Abs(x) * 1e-15));
}
