using VkLearn.Losses;
using Xunit;

namespace VkLearn.Tests.Losses;

public sealed class LossTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Gradient: 5e-6);

    [Theory, InlineData(1, 1), InlineData(7, 33), InlineData(1, 1025)]
    public void MeanSquaredErrorAgrees(int rows, int cols) =>
        Check("Loss.MeanSquaredError", x => [Loss.MeanSquaredError(x[0], x[1])], Tolerance, Input.Of([rows, cols]), Input.Of([rows, cols]));

    [Theory, InlineData(1, 1), InlineData(7, 33), InlineData(1, 1025)]
    public void MeanAbsoluteErrorAgrees(int rows, int cols) => Check("Loss.MeanAbsoluteError",
        x => [Loss.MeanAbsoluteError(x[0], x[1] + 3f)], Tolerance, Input.Between(0, 1, [rows, cols]), Input.Between(0, 1, [rows, cols]));

    /// <summary>Differences from 3 to 5, beyond a delta of 1 and within one of 6.</summary>
    [Theory, InlineData(1), InlineData(6)]
    public void HuberAgrees(float delta) => Check("Loss.Huber",
        x => [Loss.Huber(x[0], x[1] + 4f, delta)], Tolerance, Input.Between(0, 1, [7, 33]), Input.Between(0, 1, [7, 33]));

    [Fact]
    public void HuberIsASquareWithinDeltaAndALineBeyond() => AssertClose([(0.125 + 2 * (5 - 1)) / 2],
        Run(x => Loss.Huber(x[0], x[1], delta: 2), Tensor.From([1f, -5], [2]), Tensor.From([1.5f, 0], [2])));

    [Theory, InlineData(0), InlineData(0.9f), InlineData(1)]
    public void ANumberIsTheTargetOfAll(float target)
    {
        Tensor logits = Tensor.From([-3f, 0.5f, 2], [3, 1]);
        Assert.Equal(Run(x => Loss.BinaryCrossEntropyWithLogits(x[0], Tensor.Full([3, 1], target)), logits),
            Run(x => Loss.BinaryCrossEntropy(x[0], target), logits));
    }

    [Fact]
    public void NumbersThatAreNoneAreRefused()
    {
        Assert.Contains("received 2", Assert.Throws<ArgumentException>(() => Loss.BinaryCrossEntropy(Tensor.Ones([1]), 2)).Message);
        Assert.Contains("received 0", Assert.Throws<ArgumentException>(() => Loss.Huber(Tensor.Ones([1]), 1, delta: 0)).Message);
    }

    [Theory, InlineData(1, 1), InlineData(7, 33), InlineData(1, 1025)]
    public void BinaryCrossEntropyAgrees(int rows, int cols) =>
        Check("Loss.BinaryCrossEntropy", x => [Loss.BinaryCrossEntropyWithLogits(x[0], x[1])], Tolerance,
            Input.AwayFromZero([rows, cols]), Input.Between(0, 1, [rows, cols]));
}
