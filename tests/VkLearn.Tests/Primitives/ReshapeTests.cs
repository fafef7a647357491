using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class ReshapeTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Gradient: 1e-7);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int size)
    {
        Check(new Reshape([2 * size, 3]), [[3, size, 2]]);
        Check(new Reshape([6 * size]), [[3, size, 2]]);
    }

    [Fact]
    public void BetweenProgramsOfDifferentAxes() => Check("Reshape",
        x => [(x[0].Permute(1, 0).Reshape([21, 11]) + x[1]).Permute(1, 0) * 2f], new Tolerance(), Input.Of([33, 7]), Input.Of([21, 1]));
}
