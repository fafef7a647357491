using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class SinTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Least: 0.2);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int count) => Check(new Sin(), Input.Between(-30, 30, [count]));

    [Fact]
    public void HoldsNearZeroAndFarOut() => AssertClose(
        [1e-20f, -1e-6f, Math.Sin(1000f), Math.Sin(-12345.678f), double.NaN],
        Run(x => x[0].Sin(), Tensor.From([1e-20f, -1e-6f, 1000f, -12345.678f, float.NaN], [5])), 1e-5);
}
