using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class ArgMaxTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Differentiable: false);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int size)
    {
        Check(new ArgMax(), [[size]]);
        Check(new ArgMax(), Input.Ties([33, size]));
        Check(new ArgMax(), Input.Ties([size, 7]));
        Check("ArgMax", x => [x[0].ArgMax(1)], Tolerance, Input.Ties([3, size, 5]));
    }

    /// <summary>Long rows are cut among lanes, and few of them among workgroups; of equals it is the first all the same.</summary>
    [Theory, InlineData(1, 1_048_577), InlineData(3, 300_007), InlineData(17, 4_099), InlineData(1025, 67)]
    public void AgreesOnLongRows(int rows, int size)
    {
        Check(new ArgMax(), Input.Ties([rows, size]));
        Check(new ArgMax(), [[rows, size]]);
        Check("ArgMin", x => [x[0].ArgMin(-1)], Tolerance, Input.Ties([rows, size]));
    }

    [Theory, InlineData(40), InlineData(1_000_003)]
    public void TheFirstNanOfALongRowIsTheLargest(int size)
    {
        float[] values = new float[size];
        Array.Fill(values, float.NegativeInfinity);
        Assert.Equal([0], Run(x => x[0].ArgMax(-1), Tensor.From(values, [1, size])));
        values[size / 2] = 5;
        values[size - 2] = 5;
        Assert.Equal([size / 2], Run(x => x[0].ArgMax(-1), Tensor.From(values, [1, size])));
        values[size - 1] = values[size - 3] = float.NaN;
        Assert.Equal([size - 3], Run(x => x[0].ArgMax(-1), Tensor.From(values, [1, size])));
    }

    [Fact]
    public void TheFirstNanIsTheLargest() => Assert.Equal([2, 0, 1], Run(
        x => x[0].ArgMax(-1),
        Tensor.From([1, 5, float.NaN, float.NaN,
            float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity,
            0, 7, 7, 1], [3, 4])));
}
