using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class ProdTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Gradient: 4e-6, Second: 4e-5, Differences: 1e-4);

    [Theory, InlineData(1, 0), InlineData(2, 0), InlineData(5, 0), InlineData(8, 1), InlineData(33, 1)]
    public void Agrees(int size, int axis) =>
        Check(new Prod(axis), Input.AwayFromZero(axis == 0 ? [size, 7] : [3, size, 2]));

    [Fact]
    public void TheGradientIsRightWhereElementsAre0()
    {
        Tensor x = Tensor.From([2f, 0, 3, 4, 0, 0, 5, 1, 2, 3, 4, 5], [3, 4]);
        Assert.Equal([0, 0, 120], Run(inputs => inputs[0].Prod(-1), x));
        Assert.Equal([0, 24, 0, 0, 0, 0, 0, 0, 60, 40, 30, 24], Run(inputs => inputs[0].Prod(-1).Sum().Gradients(inputs[0])[0], x));
        Assert.Equal([0], Run(inputs => inputs[0].Prod(), x));
        Assert.Equal([2, 0, 6], Run(inputs => inputs[0].Slice(1, 0, 3).Prod(-1, keepAxis: true).Slice(0, 0, 1).Reshape([1])
            * Tensor.Ones([3]) + inputs[0].Slice(0, 0, 1).Slice(1, 0, 3).Reshape([3]) * Tensor.From([1f, 1, 2], [3]), x));
    }

    [Fact]
    public void OfNothingItIs1() => Assert.Equal(
        [1, 1], Run(x => x[0].Slice(1, 0, 0).Prod(1), Tensor.From([2f, 3], [2, 1])));
}
