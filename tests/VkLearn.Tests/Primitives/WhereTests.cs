using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class WhereTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Differences: 1e-4);

    // The condition has no gradient, nor would differences find one.
    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int count) => Check("Where", x => [Where.Select(x[0].Cast(DType.Float32), x[1], x[2])], Tolerance,
        Input.Ints(-1, 2, [count]), Input.Of([count]), Input.Of([count]));

    [Fact]
    public void ChoosesIntegersToo() => Assert.Equal([-5, 7], Run(
        x => new Where().Apply(x)[0], Tensor.From([1f, 0], [2]), Tensor.From([-5, -6], [2]), Tensor.From([6, 7], [2])));
}
