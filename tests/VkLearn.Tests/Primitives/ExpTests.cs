using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class ExpTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 3e-7, Floor: 0, Differences: 1e-4);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int count) => Check(new Exp(), Input.Between(-20, 20, [count]));

    [Fact]
    public void OverflowsToInfinityAndUnderflowsToZero() => AssertClose(
        [double.PositiveInfinity, double.PositiveInfinity, 0, 0, 1, double.NaN, Math.Exp(88.7f), Math.Exp(-87.3f)],
        Run(x => x[0].Exp(), Tensor.From([float.PositiveInfinity, 89, float.NegativeInfinity, -110, 0, float.NaN, 88.7f, -87.3f], [8])));
}
