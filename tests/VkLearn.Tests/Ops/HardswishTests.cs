using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class HardswishTests(GpuFixture fixture) : OpTests(fixture)
{
    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int count) => Check(new HardswishOp(), Input.Between(-5, 5, [count]));

    [Fact]
    public void HoldsFarOut()
    {
        Tensor x = Tensor.From([-1e30f, 1e30f, float.NegativeInfinity, float.PositiveInfinity, float.NaN, -3, 3, 0], [8]);
        Assert.Equal([0, 1e30f, 0, float.PositiveInfinity, float.NaN, 0, 3, 0], Run(i => i[0].Hardswish(), x));
        Assert.Equal([0, 1, 0, 1, float.NaN, -0.5f, 1.5f, 0.5f], Run(i => i[0].Hardswish().Sum().Gradients(i[0])[0], x), new Near(1e-6f));
    }
}
