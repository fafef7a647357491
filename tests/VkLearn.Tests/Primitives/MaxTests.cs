using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class MaxTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int count) => Check(new Max(), [count], [count]);

    [Fact]
    public void NanPassesFromEitherSide()
    {
        float[] larger = Run(x => x[0].Maximum(x[1]),
            Tensor.From([float.NaN, 1, float.NaN, -0f], [4]), Tensor.From([1, float.NaN, float.NaN, 2f], [4]));
        Assert.Equal([float.NaN, float.NaN, float.NaN, 2], larger);
    }

    [Fact]
    public void ATieGivesItsGradientToTheFirst()
    {
        Tensor a = Tensor.From([1f, 2], [2]), b = Tensor.From([1f, 2], [2]);
        Assert.Equal([1, 1], Run(x => x[0].Maximum(x[1]).Sum().Gradients(x[0])[0], a, b));
        Assert.Equal([0, 0], Run(x => x[0].Maximum(x[1]).Sum().Gradients(x[1])[0], a, b));
    }
}
