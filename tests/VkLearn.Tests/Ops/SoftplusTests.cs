using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class SoftplusTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Floor: 0, Gradient: 2e-6, Least: 0.02);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int count) => Check(new SoftplusOp(), Input.Between(-5, 5, [count]));

    [Fact]
    public void HoldsFarOut()
    {
        float[] x = [-200, -80, -20, -9.1f, 0, 9, 80, 1e30f, float.NegativeInfinity, float.PositiveInfinity, float.NaN];
        AssertClose([.. x.Select(value => Math.Max(value, 0) + VkLearn.Primitives.Log1p.Of(Math.Exp(-Math.Abs((double)value)))).Select(
            value => value < 1e-40 ? 0 : value)], Run(inputs => inputs[0].Softplus(), Tensor.From(x, [x.Length])), 4e-7);
    }

    [Fact]
    public void TheGradientAt0IsAHalf() => Assert.Equal(
        [0.5f], Run(x => x[0].Softplus().Sum().Gradients(x[0])[0], Tensor.From([0f], [1])));
}
