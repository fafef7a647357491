using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class PowTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 3e-7, Floor: 0, Gradient: 5e-6, Second: 2e-4, Differences: 1e-3);

    [Theory, InlineData(1), InlineData(33), InlineData(1025)]
    public void Agrees(int count) => Check(new Pow(), Input.Between(0.1f, 5, [count]), Input.Between(-4, 4, [count]));

    [Theory, InlineData(-3f), InlineData(-1f), InlineData(0f), InlineData(1f), InlineData(2f), InlineData(3f), InlineData(7f)]
    public void AgreesForWholeExponentsOfBothSigns(float exponent) =>
        Check("Pow", x => [x[0].Pow(exponent)], Tolerance, Input.AwayFromZero([33]));

    [Fact]
    public void HoldsForAllKindsOfNumbers()
    {
        float[] values =
        [
            0, -0f, 1, -1, 2, -2, 0.5f, -0.5f, 3, -3, 1e-40f, 1e-20f, -1e20f, 3e38f, 1.0000001f, 0.9999999f, 88.3f, -0.1f, 1e10f, 16777217,
            float.PositiveInfinity, float.NegativeInfinity, float.NaN,
        ];
        int n = values.Length;
        float[] made = Run(x => x[0].Pow(x[1]), Tensor.From(values, [n, 1]), Tensor.From(values, [n]));
        Assert.Equal(n * n, made.Length);
        for (int i = 0; i < made.Length; i++)
        {
            double expected = Math.Pow(values[i / n], values[i % n]);
            bool isNear = Math.Abs(expected) is > 1.2e-38 and < 3.4e38
                ? Math.Abs(made[i] / expected - 1) < 3e-7 : Math.Abs(expected) <= 1.2e-38 ? Math.Abs(made[i]) <= 1.2e-38f
                : double.IsNaN(expected) ? float.IsNaN(made[i]) : made[i] == (float)expected;
            Assert.True(isNear, $"{values[i / n]} to the power of {values[i % n]} is {expected}, received {made[i]}");
        }
    }

    [Theory, InlineData(2f, 0f), InlineData(1f, 1f), InlineData(0f, 0f), InlineData(3f, 0f), InlineData(4f, 0f)]
    public void TheGradientAt0IsRight(float exponent, float expected) => Assert.Equal(
        [expected], Run(x => x[0].Pow(exponent).Sum().Gradients(x[0])[0], Tensor.From([0f], [1])));

    [Fact]
    public void TheGradientOfTheExponentAt0IsRight() => Assert.Equal(
        [0, 0, 4 * MathF.Log(2)],
        Run(x => x[0].Pow(x[1]).Sum().Gradients(x[1])[0], Tensor.From([0f, 0, 2], [3]), Tensor.From([2f, 0, 2], [3])), new Near(1e-6f));

    [Fact]
    public void AShapeOfEachBroadcasts() => Assert.Equal(
        [1, 2, 4, 1, 3, 9], Run(x => x[0].Pow(x[1]), Tensor.From([2f, 3], [2, 1]), Tensor.From([0f, 1, 2], [3])), new Near(1e-6f));
}
