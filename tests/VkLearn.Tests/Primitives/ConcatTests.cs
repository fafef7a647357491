using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class ConcatTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Gradient: 1e-7);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int size)
    {
        Check(new Concat(0), [size, 3], [2, 3], [size, 3]);
        Check(new Concat(1), [3, size], [3, 16], [3, 1]);
    }

    [Fact]
    public void PartsAreMadeInPlaceAndMayBeOneTwice() => Check("Concat",
        x => { Tensor part = x[0] * 2f; return [Concat.Of(0, part, x[1] + 1f, part), part]; },
        new Tolerance(), Input.Of([16, 3]), Input.Of([2, 3]));

    [Fact]
    public void OfIntegers() => Assert.Equal([1, 2, 3], Run(x => Concat.Of(0, x), Tensor.From([1, 2], [2]), Tensor.From([3], [1])));
}
