using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class LeakyReluTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 1e-7, Gradient: 2e-7);

    [Theory, InlineData(1, 0.01f), InlineData(7, 0.2f), InlineData(33, 0.5f), InlineData(1025, 2f)]
    public void Agrees(int count, float slope) => Check(new LeakyReluOp(slope), Input.AwayFromZero([count]));

    [Fact]
    public void NanPasses() => Assert.Equal([-0.5f, float.NaN, 2], Run(x => x[0].LeakyRelu(0.5f), Tensor.From([-1, float.NaN, 2], [3])));

    [Fact]
    public void RefusesASlopeThatHidesTheSign() => Assert.Throws<ArgumentException>(() => Tensor.Ones([1]).LeakyRelu(0));
}
