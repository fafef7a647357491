using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class ArgSortTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Differentiable: false);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(65), InlineData(1025)]
    public void Agrees(int size)
    {
        foreach (bool descending in (bool[])[false, true])
        {
            Check(new ArgSort(descending), Input.Of([size]));
            Check(new ArgSort(descending), Input.Ties([5, size]));
        }
    }

    [Fact]
    public void EqualOnesStayInTheirOrderAndNanIsGreatest()
    {
        Tensor x = Tensor.From([float.NaN, 0, float.PositiveInfinity, -0f, -1, float.NaN, float.NegativeInfinity], [7]);
        Assert.Equal([6, 4, 1, 3, 2, 0, 5], Run(i => i[0].ArgSort().Cast(DType.Float32), x));
        Assert.Equal([0, 5, 2, 1, 3, 4, 6], Run(i => i[0].ArgSort(descending: true).Cast(DType.Float32), x));
    }

    [Fact]
    public void AScalarIsRefused() => Assert.Contains("needs an axis to sort",
        Assert.Throws<ArgumentException>(() => new ArgSort().Apply(Tensor.Ones([]))).Message);
}
