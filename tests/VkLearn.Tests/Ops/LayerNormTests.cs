using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class LayerNormTests(GpuFixture fixture) : OpTests(fixture)
{
    const float Epsilon = 1e-3f;

    // Differences of sums along a row.
    protected override Tolerance Tolerance => new(Forward: 5e-6, Gradient: 5e-5, Second: 2e-4);

    [Theory, InlineData(1, 3), InlineData(7, 33), InlineData(33, 7), InlineData(3, 64), InlineData(3, 65), InlineData(2, 1025)]
    public void Agrees(int rows, int cols)
    {
        bool alsoSecondGradients = cols is 33 or 65;
        Check(new LayerNormOp(Epsilon), Tolerance with { Smooth = alsoSecondGradients }, Input.Of([rows, cols]));
        Check(new LayerNormBackward(Epsilon), Tolerance with { Differentiable = alsoSecondGradients },
            Input.Of([rows, cols]), Input.Of([rows, cols]));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(6)]
    public void InGroups(int groups) =>
        Check("GroupNorm", x => [x[0].GroupNorm(groups, Epsilon)], Tolerance with { Smooth = groups == 2 }, Input.Of([3, 6, 5, 2]));

    // The mean itself is rounded by 5e-4; the mean of x squared less the square of the mean would be nothing but rounding.
    [Theory, InlineData(33, 4096), InlineData(700, 4096), InlineData(33, 10_000), InlineData(700, -10_000)]
    public void HoldsAtALargeMean(int cols, float mean) => Check(new LayerNormOp(Epsilon),
        Tolerance with { Forward = 2e-5, Differentiable = false }, Input.Between(mean - 1, mean + 1, [4, cols]));

    // Whose squares are beyond float32.
    [Theory, InlineData(33), InlineData(700)]
    public void HoldsForLargeValues(int cols) => Check(new LayerNormOp(Epsilon),
        Tolerance with { Differentiable = false }, Input.Between(-1e30f, 1e30f, [4, cols]));

    [Theory, InlineData(4), InlineData(100)]
    public void NanPassesInItsRow(int cols)
    {
        float[] x = [.. Enumerable.Range(0, 2 * cols).Select(i => (float)i)];
        x[1] = float.NaN;
        Assert.All(Run(inputs => inputs[0].LayerNorm(), Tensor.From(x, [2, cols])), (y, i) => Assert.Equal(i < cols, float.IsNaN(y)));
    }

    [Fact]
    public void GroupsThatDoNotDivideTheChannelsAreRefused() => Assert.Contains("received [2, 6, 4] and 4 groups",
        Assert.Throws<ArgumentException>(() => Tensor.Ones([2, 6, 4]).GroupNorm(4)).Message);
}
