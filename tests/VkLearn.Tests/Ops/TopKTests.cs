using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class TopKTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Gradient: 3e-7);

    [Theory, InlineData(0, 1), InlineData(1, 5), InlineData(2, 3), InlineData(-1, 5)]
    public void Agrees(int axis, int k)
    {
        Check("TopK", x => [x[0].TopK(k, axis).Values], Tolerance, Input.Of([3, 33, 5]));
        Check("TopK, index", x => [x[0].TopK(k, axis).Index], Tolerance with { Differentiable = false }, Input.Ties([3, 33, 5]));
    }

    [Fact]
    public void TheGreatestAndTheFirstOfEqualsGoFirst()
    {
        Tensor x = Tensor.From([1f, 5, 3, 5, 2, float.NaN], [2, 3]);
        Assert.Equal([5, 3, float.NaN, 5], Run(i => i[0].TopK(2).Values, x));
        Assert.Equal([1, 2, 2, 0], Run(i => i[0].TopK(2).Index.Cast(DType.Float32), x));
        Assert.Equal([0, 1, 1, 1, 0, 1], Run(i => i[0].TopK(2).Values.Sum().Gradients(i[0])[0], x));
    }

    [Fact]
    public void MoreThanThereAreIsRefused() => Assert.Contains("k must be from 0 to 3, which is axis 1 of [2, 3], received 4",
        Assert.Throws<ArgumentException>(() => Tensor.Ones([2, 3]).TopK(4)).Message);
}
