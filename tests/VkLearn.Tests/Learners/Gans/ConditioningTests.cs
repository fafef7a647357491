using VkLearn.Learners;
using Xunit;

namespace VkLearn.Tests.Learners.Gans;

public sealed class ConditioningTests(GpuFixture fixture) : OpTests(fixture)
{
    readonly Tensor told = Tensor.From([0f, 1, 1, 0], [2, 2]);

    [Fact]
    public void NumbersHaveTheClassBesideThem() => Assert.Equal([5f, 6, 7, 0, 1, 8, 9, 10, 1, 0],
        Run(x => Conditioning.Beside(x[0], x[1]), Tensor.From([5f, 6, 7, 8, 9, 10], [2, 3]), told));

    [Fact]
    public void ImagesHaveAChannelForEachClass() => Assert.Equal([5f, 6, 0, 0, 1, 1, 7, 8, 1, 1, 0, 0],
        Run(x => Conditioning.Beside(x[0], x[1]), Tensor.From([5f, 6, 7, 8], [2, 1, 1, 2]), told));

    [Fact]
    public void WhereNobodyIsToldNothingIsBeside()
    {
        Tensor items = Tensor.Ones([2, 3]);
        Assert.Same(items, Conditioning.Beside(items, null));
    }
}
