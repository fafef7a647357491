using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class ClampTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Gradient: 2e-7);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int count) => Check(new Clamp(-0.7f, 1.2f), Input.Between(-2, 2, [count]));

    [Fact]
    public void BoundsAreInsideAndNanPasses()
    {
        Tensor x = Tensor.From([-3f, -1, 0, 2, 3, float.NaN, float.NegativeInfinity], [7]);
        Assert.Equal([-1, -1, 0, 2, 2, float.NaN, -1], Run(inputs => inputs[0].Clamp(-1, 2), x));
        Assert.Equal([0, 1, 1, 1, 0, 1, 0], Run(inputs => inputs[0].Clamp(-1, 2).Sum().Gradients(inputs[0])[0], x));
        Assert.Equal([-3, -1, 0, 1, 1, float.NaN, float.NegativeInfinity], Run(inputs => inputs[0].Clamp(high: 1), x));
    }

    [Fact]
    public void BoundsThatCrossAreRefused() => Assert.Contains("low: 2 and high: 1", Assert.Throws<ArgumentException>(
        () => Tensor.Ones([1]).Clamp(2, 1)).Message);
}
