using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class MinTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Gradient: 2e-7, Smooth: false);

    [Theory, InlineData(0), InlineData(1), InlineData(2)]
    public void Agrees(int axis) => Check("Min", x => [x[0].Min(axis)], Tolerance, Input.Of([3, 33, 5]));

    [Fact]
    public void OfAll()
    {
        Check("Min of all", x => [x[0].Min(), x[0].Max()], Tolerance, Input.Of([7, 33]));
        Check("ArgMin", x => [x[0].ArgMin(1)], Tolerance with { Differentiable = false }, Input.Ties([3, 33, 5]));
    }

    [Fact]
    public void TheFirstOfEqualsTakesTheGradientAndNanPasses()
    {
        Tensor x = Tensor.From([2f, 1, 1, 3, float.NaN, 0], [2, 3]);
        Assert.Equal([1, float.NaN], Run(inputs => inputs[0].Min(-1), x));
        Assert.Equal([0, 1, 0, 0, 1, 0], Run(inputs => inputs[0].Min(-1).Sum().Gradients(inputs[0])[0], x));
        Assert.Equal([1, 1], Run(inputs => inputs[0].ArgMin(-1).Cast(DType.Float32), x));
        Assert.Equal([2, 1, 1], Run(inputs => inputs[0].Slice(0, 0, 1).Min(0), x));
    }
}
