using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class TreeLevelsTests(GpuFixture fixture) : TreeTests(fixture)
{
    [Theory, MemberData(nameof(OddSizes))]
    public void Agrees(int trees, int words, int units) => Check("TreeLevels", _ => new TreeLevels().Apply(ChildrenOf(trees, words)),
        Tolerance with { Differentiable = false }, Of(units));

    [Fact]
    public void SortsByHeight()
    {
        Tensor children = Tensor.From([0, 1, 2, 3, 4, 5, 0, 1, 4, 2, 5, 3], [2, 3, 2]); // ((0 1) (2 3)), and (((0 1) 2) 3)
        Assert.Equal([0, 1, 3, 2, 4, 5], Run(_ => new TreeLevels().Apply(children)[0].Cast(DType.Float32)));
        Assert.Equal([0, 3, 5, 6], Run(_ => new TreeLevels().Apply(children)[1].Cast(DType.Float32)));
    }

    [Fact]
    public void WhatComesBehindIsNoNode() => Assert.Equal([1, 0, 0],
        Run(_ => new TreeLevels().Apply(Tensor.From([0, 1, 2, 5, -1, 0], [1, 3, 2]))[2].Cast(DType.Float32)));
}
