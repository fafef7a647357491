using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class LogSumExpTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Gradient: 4e-6);

    [Theory, InlineData(0), InlineData(1), InlineData(2)]
    public void Agrees(int axis) => Check("LogSumExp", x => [x[0].LogSumExp(axis)], Tolerance, Input.Of([3, 33, 5]));

    [Fact]
    public void HoldsFarOut()
    {
        const float infinity = float.PositiveInfinity;
        float[] x = [1000, 1000, -1000, -1000, -infinity, -infinity, infinity, 0, float.NaN, 0];
        Assert.Equal([1000.6931f, -999.30685f, -infinity, infinity, float.NaN],
            Run(i => i[0].LogSumExp(1), Tensor.From(x, [5, 2])), new Near(2e-7f));
    }
}
