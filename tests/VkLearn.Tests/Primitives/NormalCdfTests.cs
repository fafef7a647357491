using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class NormalCdfTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 5e-7, Gradient: 5e-6, Floor: 0);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int count) => Check(new NormalCdf(), Input.Between(-6, 6, [count]));

    [Fact]
    public void HoldsFarOut() => AssertClose([7.619853024160527e-24, 0.0013498980316300946, 0.5, 1, 0, double.NaN],
        Run(x => x[0].NormalCdf(), Tensor.From([-10, -3, 0, 10, float.NegativeInfinity, float.NaN], [6])), 3e-7);
}
