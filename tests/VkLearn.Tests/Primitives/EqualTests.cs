using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class EqualTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Differentiable: false);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int count)
    {
        Check(new Equal(), Input.Ties([count]), Input.Ties([count]));
        Check(new Equal(), Input.Ints(-3, 3, [count]), Input.Ints(-3, 3, [count]));
    }

    [Fact]
    public void NanEqualsNothingAndZeroesAreEqual() =>
        Assert.Equal([0, 1], Run(x => x[0].EqualTo(x[1]), Tensor.From([float.NaN, 0f], [2]), Tensor.From([float.NaN, -0f], [2])));
}
