using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class SqrtTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 3e-7, Floor: 0, Differences: 1e-4);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int count) => Check(new Sqrt(), Input.Between(0.01f, 20, [count]));

    [Fact]
    public void HoldsAtTheEnds() => AssertClose(
        [0, 1e-15, Math.Sqrt(3e38f), double.NaN, double.PositiveInfinity],
        Run(x => x[0].Sqrt(), Tensor.From([0, 1e-30f, 3e38f, -1, float.PositiveInfinity], [5])));
}
