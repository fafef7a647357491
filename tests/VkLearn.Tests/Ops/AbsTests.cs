using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class AbsTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Gradient: 2e-7);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int count) => Check(new Abs(), Input.AwayFromZero([count]));

    [Fact]
    public void TheGradientAt0Is0() => Assert.Equal(
        [0, 0, 1, -1], Run(x => x[0].Abs().Sum().Gradients(x[0])[0], Tensor.From([0f, -0f, 1e-40f, -3], [4])));

    [Fact]
    public void NanPassesAndHasNoSign()
    {
        Tensor x = Tensor.From([float.NaN, float.NegativeInfinity, 0], [3]);
        Assert.Equal([float.NaN, float.PositiveInfinity, 0], Run(inputs => inputs[0].Abs(), x));
        Assert.Equal([0, -1, 0], Run(inputs => inputs[0].Sign(), x));
    }
}
