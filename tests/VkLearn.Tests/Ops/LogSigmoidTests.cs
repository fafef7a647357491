using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class LogSigmoidTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Gradient: 4e-6, Least: 0.02);

    [Fact]
    public void Agrees()
    {
        Check("LogSigmoid", x => [x[0].LogSigmoid()], Tolerance, Input.Between(-5, 5, [33]));
        Check("HardSigmoid", x => [x[0].HardSigmoid()], Tolerance with { Smooth = false }, Input.Between(-5, 5, [33]));
        Check("Softsign", x => [x[0].Softsign()], Tolerance, Input.AwayFromZero([33]));
    }

    [Fact]
    public void HoldsFarOut()
    {
        Tensor x = Tensor.From([-1e30f, -100, 20, 1e30f, float.NaN], [5]);
        Assert.Equal([-1e30f, -100, -2.0611537e-9f, 0, float.NaN], Run(i => i[0].LogSigmoid(), x), new Near(4e-7f));
        Assert.Equal([0, 0, 1, 1, float.NaN], Run(i => i[0].HardSigmoid(), x));
        Assert.Equal([-1, -0.9900990f, 0.95238096f, 1, float.NaN], Run(i => i[0].Softsign(), x), new Near(2e-7f));
    }
}
