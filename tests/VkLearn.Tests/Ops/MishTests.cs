using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class MishTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Least: 0.05, Gradient: 4e-6, Second: 1e-4);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int count) => Check(new MishOp(), Input.Between(-5, 5, [count]));

    [Fact]
    public void HoldsFarOut()
    {
        float[] x = [-500, -80, -20, -9.1f, 0, 9, 80, 1e30f, float.NegativeInfinity, float.PositiveInfinity, float.NaN];
        double Of(double value) => value < -100 ? 0
            : value * Math.Tanh(Math.Max(value, 0) + VkLearn.Primitives.Log1p.Of(Math.Exp(-Math.Abs(value))));
        AssertClose([.. x.Select(value => Of(value))], Run(inputs => inputs[0].Mish(), Tensor.From(x, [x.Length])), 6e-7);
    }
}
