using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class PermuteTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Gradient: 1e-7);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int size)
    {
        Check(new Permute([1, 0]), [[size, 7]]);
        Check(new Permute([2, 0, 1]), [[3, size, 2]]);
        Check(new Permute([0, 2, 1]), [[3, size, 2]]);
        Check(new Permute([3, 1, 0, 2]), [[2, 3, size, 4]]);
    }

    [Fact]
    public void OfFiveAxesWhereNeighboursGoTogether() => Check(new Permute([3, 4, 2, 0, 1]), [[2, 3, 4, 5, 6]]);

    /// <summary>More separate axes than a kernel walks.</summary>
    [Fact]
    public void OfManyAxes()
    {
        Check("Permute, many axes", x => [x[0].Permute(4, 2, 0, 3, 1)], Tolerance, Input.Of([2, 3, 4, 5, 3]));
        Check("Permute, many axes", x => [x[0].Permute(5, 3, 6, 1, 0, 4, 2) * 2f], Tolerance, Input.Of([2, 3, 1, 2, 3, 2, 3]));
        Assert.Throws<ArgumentException>(() => Tensor.Ones([2, 3, 4, 5, 3]).Permute(4, 2, 0, 3, 3));
    }
}
