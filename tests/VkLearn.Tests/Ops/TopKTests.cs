using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class TopKTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Gradient: 3e-7);

    [Theory, InlineData(0, 1), InlineData(1, 5), InlineData(2, 3), InlineData(-1, 5)]
    public void Agrees(int axis, int k)
    {
        Check("TopK", x => [x[0].TopK(k, axis).Values], Tolerance, Input.Of([3, 33, 5]));
        Check("TopK, index", x => [x[0].TopK(k, axis).Index], Tolerance with { Differentiable = false }, Input.Ties([3, 33, 5]));
    }

    /// <summary>Of long rows only what lies in the blocks of the greatest maxima is sorted; of others runs, and then the better halves
    /// kept.</summary>
    [Theory, InlineData(1, 1_000_003, 7), InlineData(3, 70_001, 33), InlineData(5, 1_027, 513), InlineData(2, 2_049, 2_049),
        InlineData(33, 97, 1), InlineData(1, 65, 64),
        InlineData(3, 1_024, 1), InlineData(7, 1_025, 64), InlineData(5, 33_001, 2), InlineData(2, 5_003, 200)]
    public void AgreesOnLongRows(int rows, int size, int k)
    {
        Tolerance exact = Tolerance with { Differentiable = false };
        Check(new TopK(k), exact, Input.Ties([rows, size]));
        Check(new TopK(k), exact, Input.Of([rows, size]));
    }

    /// <summary>Of equals the first come first, whichever of their blocks comes first; the last block is short.</summary>
    [Theory, InlineData(1), InlineData(5), InlineData(40)]
    public void TheGreatestOfALongRowAreFoundWhereverTheyLie(int k)
    {
        const int size = 6_007;
        float[] equal = [.. Enumerable.Repeat(1f, size)], falling = [.. Enumerable.Range(0, size).Select(i => -(float)i)];
        float[] rising = [.. falling.Select(x => -x)], none = [.. Enumerable.Repeat(float.NegativeInfinity, size)];
        none[17] = none[^1] = float.NaN;
        Tensor x = Tensor.From([.. equal, .. falling, .. rising, .. none], [4, size]);
        int[] index = [.. Run(i => new TopK(k).Apply(i[0])[0].Cast(DType.Float32), x).Select(i => (int)i)];
        int[] first = [.. Enumerable.Range(0, k)], last = [.. first.Select(i => size - 1 - i)];
        Assert.Equal([.. first, .. first, .. last, .. new[] { 17, size - 1 }.Concat(first).Distinct().Take(k)], index);
    }

    [Fact]
    public void TheValuesOfALongRowAreThoseAndHaveTheGradient()
    {
        const int size = 3_001;
        float[] values = [.. Enumerable.Range(0, 2 * size).Select(i => (float)(i * 37 % 1009))];
        values[size + 5] = float.NaN;
        Tensor x = Tensor.From(values, [2, size]);
        float[] first = Run(i => i[0].TopK(3).Values, x), index = Run(i => i[0].TopK(3).Index.Cast(DType.Float32), x);
        Assert.Equal([1008, 1008], first[..2]);
        Assert.Equal([float.NaN, 1008], first[3..5]);
        Assert.Equal(first, Enumerable.Range(0, 6).Select(i => values[i / 3 * size + (int)index[i]]));
        Assert.True(index[0] < index[1]);
        float[] gradient = Run(i => i[0].TopK(3).Values.Sum().Gradients(i[0])[0], x);
        Assert.Equal(6, gradient.Sum());
        Assert.All(Enumerable.Range(0, 6), i => Assert.Equal(1, gradient[i / 3 * size + (int)index[i]]));
    }

    [Fact]
    public void TheGreatestAndTheFirstOfEqualsGoFirst()
    {
        Tensor x = Tensor.From([1f, 5, 3, 5, 2, float.NaN], [2, 3]);
        Assert.Equal([5, 3, float.NaN, 5], Run(i => i[0].TopK(2).Values, x));
        Assert.Equal([1, 2, 2, 0], Run(i => i[0].TopK(2).Index.Cast(DType.Float32), x));
        Assert.Equal([0, 1, 1, 1, 0, 1], Run(i => i[0].TopK(2).Values.Sum().Gradients(i[0])[0], x));
    }

    [Fact]
    public void MoreThanThereAreIsRefused() => Assert.Contains("k must be from 0 to 3, which is axis 1 of [2, 3], received 4",
        Assert.Throws<ArgumentException>(() => Tensor.Ones([2, 3]).TopK(4)).Message);
}
