using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class PReluTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Gradient: 3e-6);

    [Fact]
    public void Agrees()
    {
        Check(new PReluOp(), Input.AwayFromZero([33]), Input.Of([1]));
        Check(new PReluOp(), Input.AwayFromZero([5, 7]), Input.Of([7]));
        Check(new PReluOp(), Input.AwayFromZero([2, 3, 5, 7]), Input.Of([3]));
        Check(new PReluOp(), Input.AwayFromZero([2, 3, 5, 7]), Input.Of([1]));
    }

    [Fact]
    public void NanPasses() => Assert.Equal([-1, float.NaN, 2, 0],
        Run(x => x[0].PRelu(x[1]), Tensor.From([-2f, float.NaN, 2, 0], [4]), Tensor.From([0.5f], [1])));

    [Fact]
    public void SlopesThatDoNotFitAreRefused() => Assert.Contains("needs x [N, C, ...] and slopes [C] or [1], received [2, 3] and [2]",
        Assert.Throws<ArgumentException>(() => Tensor.Ones([2, 3]).PRelu(Tensor.Ones([2]))).Message);
}
