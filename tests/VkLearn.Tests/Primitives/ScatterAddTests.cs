using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class ScatterAddTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Floor: 1);

    [Trait("Threads", "yes")]
    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int size)
    {
        Check(new ScatterAdd(0, size), Input.Of([9, 3]), Input.Ints(0, size, [9]));
        Check(new ScatterAdd(0, 5), Input.Of([size, 3]), Input.Ints(0, 5, [size]));
        Check(new ScatterAdd(1, 5), Input.Of([3, size, 2]), Input.Ints(0, 5, [size]));
    }

    [Fact]
    public void AnIndexOutsideIsLeftOut() => Assert.Equal([0, 4], Run(
        x => x[0].ScatterAdd(x[1], 2), Tensor.From([1f, 2, 4], [3]), Tensor.From([-1, 2, 1], [3])));
}
