using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class SqueezeTests(GpuFixture fixture) : OpTests(fixture)
{
    [Theory, InlineData(0), InlineData(1), InlineData(2)]
    public void Agrees(int axis) => Check("Repeat", x => [x[0].Repeat(axis, 3)], Tolerance, Input.Of([2, 3, 5]));

    [Fact]
    public void AxesGoAndCome()
    {
        Tensor x = Tensor.Ones([2, 1, 3]);
        Assert.Equal(Shape.Of([2, 3]), x.Squeeze(1).Shape);
        Assert.Equal(Shape.Of([2, 1, 3, 1]), x.Unsqueeze(-1).Shape);
        Assert.Equal(Shape.Of([1, 2, 1, 3]), x.Unsqueeze(0).Shape);
        Assert.Equal([1, 2, 1, 2, 3, 4, 3, 4], Run(i => i[0].Repeat(-1, 2), Tensor.From([1f, 2, 3, 4], [2, 2])));
        Assert.Equal([1, 2, 3, 4, 1, 2, 3, 4], Run(i => i[0].Repeat(0, 2), Tensor.From([1f, 2, 3, 4], [2, 2])));
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Assert.Contains("axis 0 of [2, 1, 3] must have size 1, it has 2",
            Assert.Throws<ArgumentException>(() => Tensor.Ones([2, 1, 3]).Squeeze(0)).Message);
        Assert.Contains("received 0", Assert.Throws<ArgumentException>(() => Tensor.Ones([2]).Repeat(0, 0)).Message);
    }
}
