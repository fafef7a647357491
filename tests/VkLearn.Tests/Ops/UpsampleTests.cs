using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class UpsampleTests(GpuFixture fixture) : OpTests(fixture)
{
    // Sums of terms of both signs.
    protected override Tolerance Tolerance => new(Forward: 3e-6, Gradient: 5e-6);

    [Theory, InlineData(1, 3, 2), InlineData(2, 1, 1), InlineData(2, 5, 7), InlineData(3, 4, 3), InlineData(4, 2, 5), InlineData(5, 1, 9)]
    public void Agrees(int scale, int rows, int cols)
    {
        Shape image = [2, 3, rows, cols], large = [2, 3, scale * rows, scale * cols];
        Check(new UpsampleNearest(scale), [image]);
        Check(new UpsampleBilinear(scale), [image]);
        Check(new UpsampleBilinearBackward(scale), [large]);
    }

    [Fact]
    public void OfALargeImage() =>
        Check(new UpsampleBilinear(2), Tolerance with { Smooth = false }, Input.Of([2, 3, 33, 65]));

    [Fact]
    public void NearestIsTheSameBits() => Assert.Equal([1, 1, float.NaN, float.NaN, 1, 1, float.NaN, float.NaN],
        Run(x => x[0].Upsample(2), Tensor.From([1, float.NaN], [1, 1, 1, 2])));

    [Fact]
    public void BilinearLeavesTheCornersWhereTheyAre() => AssertClose([1, 1.5, 2.5, 3, 1, 1.5, 2.5, 3],
        Run(x => x[0].Upsample(2, Interpolation.Bilinear), Tensor.From([1f, 3], [1, 1, 1, 2])));

    [Fact]
    public void WhatIsNoImageIsRefused()
    {
        Assert.Contains("needs Float32 images", Assert.Throws<ArgumentException>(() => Tensor.Ones([4, 4]).Upsample(2)).Message);
        Assert.Contains("received [1, 1, 2, 2] and 0",
            Assert.Throws<ArgumentException>(() => Tensor.Ones([1, 1, 2, 2]).Upsample(0, Interpolation.Bilinear)).Message);
    }
}
