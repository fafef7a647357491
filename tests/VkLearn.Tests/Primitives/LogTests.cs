using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class LogTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 3e-7, Floor: 0, Differences: 1e-4);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int count) => Check(new Log(), Input.Between(0.01f, 20, [count]));

    [Fact]
    public void HoldsNearOneAndAtTheEnds()
    {
        float[] x = [1, 1.0000001f, 0.9999999f, 1.001f, 0.999f, 1e-30f, 3e38f, 0, -1, float.PositiveInfinity, float.NaN];
        AssertClose([.. x.Select(value => Math.Log(value))], Run(inputs => inputs[0].Log(), Tensor.From(x, [x.Length])));
    }
}
