using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class NormTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Gradient: 4e-6, Second: 4e-5, Differences: 1e-4);

    [Theory, InlineData(1f), InlineData(2f), InlineData(float.PositiveInfinity)]
    public void Agrees(float p)
    {
        Tolerance tolerance = Tolerance with { Smooth = false };
        Check($"Norm, p = {p}", x => [x[0].Norm(1, p)], tolerance, Input.AwayFromZero([3, 33, 5]));
        Check($"Norm, p = {p}", x => [x[0].Norm(-1, p, keepAxis: true)], tolerance, Input.AwayFromZero([7, 2]));
        Check($"Norm, p = {p}", x => [x[0].Norm(p)], tolerance, Input.AwayFromZero([33]));
    }

    [Fact]
    public void TheLengthAgrees()
    {
        Check(new EuclideanNorm(1), Tolerance with { Smooth = false }, Input.AwayFromZero([4, 9]));
        // Of the length alone the gradient is of the same length everywhere: what its squares add up to has no gradient.
        Check("Norm, p = 2, times sum", x => [x[0].Norm(1) * x[0].Sum(1)], Tolerance, Input.AwayFromZero([4, 9]));
    }

    [Fact]
    public void NeitherOverflowsNorVanishes() => Assert.Equal(
        [5e30f, 5e-30f, 0, float.PositiveInfinity, float.NaN], Run(x => x[0].Norm(1), Tensor.From(
            [3e30f, -4e30f, 3e-30f, 4e-30f, 0, 0, float.NegativeInfinity, 1, float.NaN, 1], [5, 2])), new Near(2e-7f));

    [Fact]
    public void TheGradientOf0Is0()
    {
        Tensor x = Tensor.From([0f, 0, 3, -4], [2, 2]);
        Assert.Equal([0, 0, 0.6f, -0.8f], Run(i => i[0].Norm(1).Sum().Gradients(i[0])[0], x), new Near(2e-7f));
        Assert.Equal([0, 0, 1, -1], Run(i => i[0].Norm(1, p: 1).Sum().Gradients(i[0])[0], x));
        Assert.Equal([0, 0, 0, -1], Run(i => i[0].Norm(1, float.PositiveInfinity).Sum().Gradients(i[0])[0], x));
    }

    [Fact]
    public void AnotherPIsRefused() => Assert.Contains("p must be 1, 2 or float.PositiveInfinity, received 3",
        Assert.Throws<ArgumentException>(() => Tensor.Ones([2]).Norm(0, 3)).Message);
}
