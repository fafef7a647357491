using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class LessTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Differentiable: false);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int count)
    {
        Check(new Less(), Input.Ties([count]), Input.Ties([count]));
        Check(new Less(), Input.Ints(-3, 3, [count]), Input.Ints(-3, 3, [count]));
    }

    [Fact]
    public void NothingIsLessThanNan() =>
        Assert.Equal([0, 0, 1], Run(x => x[0] < x[1], Tensor.From([float.NaN, 1, -1], [3]), Tensor.From([1, float.NaN, 0f], [3])));
}
