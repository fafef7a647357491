using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class SliceTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Gradient: 1e-7);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int size)
    {
        Check(new Slice(0, 1, size), [[size + 2, 3]]);
        Check(new Slice(1, 1, size), [[3, size + 2]]);
        Check(new Slice(1, 0, 2), [[3, 4, size]]);
        Check(new Slice(0, size - 1, 1), [[size]]);
    }

    [Fact]
    public void OfAViewOfAView() => Check("Slice",
        x => [x[0].Slice(0, 2, 5).Reshape([5, 33]).Slice(0, 1, 3) + 1f], new Tolerance(), Input.Of([9, 3, 11]));

    [Fact]
    public void OfIntegers() => Assert.Equal([2, 3, 5, 6], Run(x => x[0].Slice(1, 1, 2), Tensor.From([1, 2, 3, 4, 5, 6], [2, 3])));
}
