using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class EluTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 3e-7, Gradient: 4e-7);

    [Theory, InlineData(1, 1f, 1f), InlineData(7, 0.3f, 1f), InlineData(33, 2f, 1f), InlineData(1025, 1.6732632f, 1.050701f)]
    public void Agrees(int count, float alpha, float scale) => Check(new EluOp(alpha, scale), Input.AwayFromZero([count]));

    [Fact]
    public void HoldsFarOut()
    {
        Tensor x = Tensor.From([1e30f, -1e30f, float.PositiveInfinity, float.NegativeInfinity, float.NaN, 1e-20f, -1e-20f, 0], [8]);
        Assert.Equal([1e30f, -2, float.PositiveInfinity, -2, float.NaN, 1e-20f, -2e-20f, 0], Run(i => i[0].Elu(2), x));
        Assert.Equal([1, 0, 1, 0, float.NaN, 1, 2, 2], Run(i => i[0].Elu(2).Sum().Gradients(i[0])[0], x));
    }

    [Fact]
    public void SeluKeepsMeanAndVariance()
    {
        float[] y = Run(_ => Tensor.Normal([1 << 16]).Selu());
        Assert.Equal(0, y.Average(value => (double)value), 0.02);
        Assert.Equal(1, y.Average(value => (double)value * value), 0.03);
    }

    [Fact]
    public void AnAlphaThatIsNoNumberIsRefused() =>
        Assert.Contains("received NaN", Assert.Throws<ArgumentException>(() => Tensor.Ones([1]).Elu(float.NaN)).Message);
}
