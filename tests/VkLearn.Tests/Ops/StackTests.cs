using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class StackTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Gradient: 2e-7);

    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(-1)]
    public void Agrees(int axis) =>
        Check("Stack", x => [Tensor.Stack(axis, x[0], x[1], x[0])], Tolerance, Input.Of([3, 5]), Input.Of([3, 5]));

    [Fact]
    public void TheNewAxisIsWhereItIsSaid()
    {
        Tensor a = Tensor.From([1f, 2], [2]), b = Tensor.From([3f, 4], [2]);
        Assert.Equal([1, 2, 3, 4], Run(x => Tensor.Stack(0, x), a, b));
        Assert.Equal([1, 3, 2, 4], Run(x => Tensor.Stack(-1, x), a, b));
        Assert.Equal([1, 2, 3, 4], Run(x => Tensor.Concat(0, x), a, b));
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Assert.Contains("must have one shape, received [2] and [3]", Refusal(() => Tensor.Stack(0, Tensor.Ones([2]), Tensor.Ones([3]))));
        Assert.Contains("axis 2 is not one of", Refusal(() => Tensor.Stack(2, Tensor.Ones([2]))));
        Assert.Contains("received none", Refusal(() => Tensor.Stack(0)));
    }

    static string Refusal(Func<object> act) => Assert.Throws<ArgumentException>(act).Message;
}
