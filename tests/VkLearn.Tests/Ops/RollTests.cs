using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class RollTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Gradient: 2e-7);

    [Theory, InlineData(0, 1), InlineData(1, -2), InlineData(2, 7), InlineData(1, 33), InlineData(2, 0)]
    public void Agrees(int axis, int shift) => Check("Roll", x => [x[0].Roll(axis, shift)], Tolerance, Input.Of([3, 33, 5]));

    [Theory, InlineData(0), InlineData(1)]
    public void FlipAgrees(int axis) => Check(new Flip(axis), Tolerance, Input.Of([3, 7]));

    [Fact]
    public void WhatLeavesAtTheEndComesInAtTheBegin()
    {
        Tensor x = Tensor.From([1f, 2, 3], [3]);
        Assert.Equal([3, 1, 2], Run(i => i[0].Roll(0, 1), x));
        Assert.Equal([2, 3, 1], Run(i => i[0].Roll(0, -1), x));
        Assert.Equal([2, 3, 1], Run(i => i[0].Roll(0, -4), x));
        Assert.Equal([3, 2, 1], Run(i => i[0].Flip(-1), x));
    }
}
