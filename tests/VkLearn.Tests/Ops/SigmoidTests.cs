using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class SigmoidTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Least: 0.2);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int count) => Check(new SigmoidOp(), Input.Between(-5, 5, [count]));

    [Fact]
    public void HoldsFarOut() => Assert.Equal(
        [0, 1, float.NaN, 0.5f], Run(x => x[0].Sigmoid(), Tensor.From([-200, 200, float.NaN, 0], [4])));
}
