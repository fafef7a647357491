using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class ErfTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 3e-7);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int count) => Check(new Erf(), Input.Between(-4, 4, [count]));

    [Fact]
    public void HoldsNearZeroAndFarOut()
    {
        float[] x = [1e-20f, -1e-3f, 0.5f, 1, -2, 3.5f, 10, float.NaN, float.NegativeInfinity];
        AssertClose([.. x.Select(value => Erf.Of(value))], Run(inputs => inputs[0].Erf(), Tensor.From(x, [x.Length])));
    }
}
