using VkLearn.Learners;
using Xunit;

namespace VkLearn.Tests.Learners.Gans;

public sealed class DiversityTests(GpuFixture fixture) : OpTests(fixture)
{
    /// <summary>The nearest others of 0, 3, 4 and 10 on a line far away are 3, 1, 1 and 6 from them.</summary>
    [Fact]
    public void IsTheMeanDistanceToTheNearest() => Assert.Equal([2.75f],
        Run(x => Diversity.Of(x[0]), Tensor.From([100f, 0, 100, 3, 100, 4, 100, 10], [4, 2])), new Near(1e-4f));

    [Theory, InlineData(1), InlineData(5)]
    public void OfEqualsIsNothing(int count) =>
        Assert.Equal([0f], Run(x => Diversity.Of(x[0]), Tensor.Full([count, 1, 2, 3], 0.7f)), new Near(1e-3f));
}
