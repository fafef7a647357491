using VkLearn.Ops;
using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class SortTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Gradient: 3e-7);

    [Theory, InlineData(0), InlineData(1), InlineData(2)]
    public void Agrees(int axis)
    {
        Check("Sort", x => [x[0].Sort(axis).Values], Tolerance, Input.Of([3, 40, 5]));
        Check("Sort", x => [x[0].Sort(axis, descending: true).Values], Tolerance, Input.Of([3, 7, 5]));
        Check("Sort, index", x => [x[0].Sort(axis).Index], Tolerance with { Differentiable = false }, Input.Ties([3, 40, 5]));
    }

    [Fact]
    public void RearrangeAgrees() => Check("Rearrange", x =>
    {
        Tensor[] places = new ArgSort().Apply(x[1].Cast(DType.Float32));
        return new Rearrange().Apply(x[0], places[0], places[1]);
    }, Tolerance, Input.Of([2, 3]), Input.Ints(0, 99, [2, 3]));

    [Fact]
    public void TheGradientGoesToWhereTheValuesCameFrom() => Assert.Equal(
        [2, 3, 1], Run(x => (x[0].Sort().Values * Tensor.From([1f, 2, 3], [3])).Sum().Gradients(x[0])[0], Tensor.From([5f, 5, 1], [3])));

    [Theory, InlineData(1, 100_003), InlineData(70_001, 3)]
    public void OfALongRowAndOfManyRows(int rows, int cols)
    {
        float[] x = [.. Enumerable.Range(0, rows * cols).Select(i => (i * 7919L % 100_003) * 0.5f - 9)];
        float[] expected = [.. x.Chunk(cols).SelectMany(row => row.Order())];
        Assert.Equal(expected, Run(i => i[0].Sort().Values, Tensor.From(x, [rows, cols])));
    }

    [Fact]
    public void WhatIsNoOrderIsRefused() => Assert.Contains("needs the order and the ranks of all elements as Int32",
        Assert.Throws<ArgumentException>(() => new Rearrange().Apply(Tensor.Ones([2]), Tensor.Ones([2]), Tensor.Ones([2]))).Message);
}
