using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class TanhTests(GpuFixture fixture) : OpTests(fixture)
{
    // The gradient is 1 - y², whose error near y = 1 is that of 1.
    protected override Tolerance Tolerance => new(Forward: 3e-7, Least: 0.2);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int count) => Check(new TanhOp(), Input.Between(-6, 6, [count]));

    [Fact]
    public void HoldsNearZeroAndFarOut()
    {
        float[] x = [1e-20f, -1e-20f, 1e-4f, 0.1f, -0.3f, 0.6f, 9, 50, -50, 0, float.NaN, float.PositiveInfinity];
        AssertClose([.. x.Select(value => Math.Tanh(value))], Run(inputs => inputs[0].Tanh(), Tensor.From(x, [x.Length])));
    }
}
