using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class FloorTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Differentiable: false);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int count) => Check(new Floor(), Input.Between(-9, 9, [count]));

    [Fact]
    public void HasNoGradient() => Assert.Equal([0, 0], Run(x => x[0].Floor().Sum().Gradients(x[0])[0], Tensor.From([0.5f, 1.5f], [2])));
}
