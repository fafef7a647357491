using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class PixelShuffleTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Gradient: 2e-7);

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Agrees(int scale)
    {
        Check("PixelShuffle", x => [x[0].PixelShuffle(scale)], Tolerance, Input.Of([2, 2 * scale * scale, 3, 5]));
        Check("PixelUnshuffle", x => [x[0].PixelUnshuffle(scale)], Tolerance, Input.Of([2, 2, 3 * scale, 5 * scale]));
    }

    [Fact]
    public void ChannelsBecomeSquares()
    {
        Tensor x = Tensor.From([.. Enumerable.Range(0, 8).Select(i => (float)i)], [1, 4, 1, 2]);
        Assert.Equal([0, 2, 1, 3, 4, 6, 5, 7], Run(i => i[0].PixelShuffle(2), x));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], Run(i => i[0].PixelShuffle(2).PixelUnshuffle(2), x));
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Assert.Contains("received [1, 3, 2, 2] and 2",
            Assert.Throws<ArgumentException>(() => Tensor.Ones([1, 3, 2, 2]).PixelShuffle(2)).Message);
        Assert.Contains("received [1, 1, 3, 2] and 2",
            Assert.Throws<ArgumentException>(() => Tensor.Ones([1, 1, 3, 2]).PixelUnshuffle(2)).Message);
    }
}
