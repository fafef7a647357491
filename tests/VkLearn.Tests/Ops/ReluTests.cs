using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class ReluTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Gradient: 1e-7);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int count) => Check(new ReluOp(), Input.AwayFromZero([count]));

    [Fact]
    public void NanPasses() => Assert.Equal([0, float.NaN, 2], Run(x => x[0].Relu(), Tensor.From([-1, float.NaN, 2], [3])));
}
