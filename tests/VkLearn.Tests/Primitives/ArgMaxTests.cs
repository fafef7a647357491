using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class ArgMaxTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Differentiable: false);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int size)
    {
        Check(new ArgMax(), [[size]]);
        Check(new ArgMax(), Input.Ties([33, size]));
        Check(new ArgMax(), Input.Ties([size, 7]));
        Check("ArgMax", x => [x[0].ArgMax(1)], Tolerance, Input.Ties([3, size, 5]));
    }

    [Fact]
    public void TheFirstNanIsTheLargest() => Assert.Equal([2, 0, 1], Run(
        x => x[0].ArgMax(-1),
        Tensor.From([1, 5, float.NaN, float.NaN,
            float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity,
            0, 7, 7, 1], [3, 4])));
}
