using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class OneHotTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Differentiable: false);

    [Theory, InlineData(1), InlineData(7), InlineData(33)]
    public void Agrees(int classes) => Check("OneHot", x => [x[0].OneHot(classes)], Tolerance, Input.Ints(-1, classes + 1, [5, 3]));

    [Fact]
    public void WhatIsNoClassIsAll0() => Assert.Equal(
        [0, 0, 1, 0, 0, 0, 0, 0, 0], Run(x => x[0].OneHot(3), Tensor.From([2, -1, 3], [3])));

    [Fact]
    public void NumbersThatAreNoIntegersAreRefused() => Assert.Contains("needs Int32 indices and 1 class or more",
        Assert.Throws<ArgumentException>(() => Tensor.Ones([2]).OneHot(3)).Message);
}
