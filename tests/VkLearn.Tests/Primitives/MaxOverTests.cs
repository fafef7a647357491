using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class MaxOverTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0);

    [Theory, InlineData(1), InlineData(7), InlineData(16), InlineData(17), InlineData(33), InlineData(1025)]
    public void Agrees(int size)
    {
        Check(new MaxOver(0), [[size]]);
        Check(new MaxOver(1), [[7, size]]);
        Check(new MaxOver(0), [[size, 33]]);
        Check(new MaxOver(1), [[3, size, 5]]);
    }

    // In parts, of which a second dispatch takes the maximum.
    [Fact]
    public void AFewLongRows() => Check(new MaxOver(1), Tolerance with { Differentiable = false }, Input.Of([2, 300_007]));

    [Theory, InlineData(3), InlineData(40)]
    public void NanPassesAndNothingIsTooSmall(int cols)
    {
        float[] x = new float[3 * cols];
        Array.Fill(x, float.NegativeInfinity);
        (x[cols - 1], x[2 * cols - 2]) = (float.NaN, -3e38f);
        Assert.Equal([float.NaN, -3e38f, float.NegativeInfinity], Run(inputs => inputs[0].Max(-1), Tensor.From(x, [3, cols])));
    }

    [Fact]
    public void TiesGiveTheGradientToTheFirst() => Assert.Equal([0, 1, 0, 0, 0, 1, 0, 0], Run(
        x => x[0].Max(-1).Sum().Gradients(x[0])[0], Tensor.From([1f, 5, 5, 2, -1, 3, 3, 3], [2, 4])));
}
