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
    public void BinaryCrossEntropyAgrees(int rows, int cols) =>
        Check("Loss.BinaryCrossEntropy", x => [Loss.BinaryCrossEntropyWithLogits(x[0], x[1])], Tolerance,
            Input.AwayFromZero([rows, cols]), Input.Between(0, 1, [rows, cols]));
}
