using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class RmsNormTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 2e-6, Gradient: 5e-6, Second: 5e-5, Least: 0.02);

    [Theory, InlineData(1, 2), InlineData(7, 33), InlineData(5, 1025)]
    public void Agrees(int rows, int cols) => Check(new RmsNormOp(1e-3f), Input.Of([rows, cols]));

    [Fact]
    public void HoldsForLargeAndSmall() => Assert.Equal(
        [0.84852814f, 1.1313709f, 0.84852814f, 1.1313709f, 0, 0, 3e-7f, 4e-7f],
        Run(x => x[0].RmsNorm(), Tensor.From([3e30f, 4e30f, 3, 4, 0, 0, 3e-10f, 4e-10f], [4, 2])), new Near(1e-6f));
}
