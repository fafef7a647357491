using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class ScatterAddTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Floor: 1);

    [Trait("Threads", "yes")]
    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int size)
    {
        Check(new ScatterAdd(0, size), Input.Of([9, 3]), Input.Ints(0, size, [9]));
        Check(new ScatterAdd(0, 5), Input.Of([size, 3]), Input.Ints(0, 5, [size]));
        Check(new ScatterAdd(1, 5), Input.Of([3, size, 2]), Input.Ints(0, 5, [size]));
    }

    /// <summary>Rows that a workgroup takes together: of indices few enough to be put in order or not, in few rows or far apart.</summary>
    [Theory, InlineData(300, 9001), InlineData(1300, 20), InlineData(1100, 1), InlineData(40, 33)]
    public void ManyRowsAreAddedInOrder(int count, int used)
    {
        const int rows = 9001;
        System.Random random = new(count);
        int[] index = [.. Enumerable.Range(0, count).Select(_ => random.Next(used))];
        float[] values = [.. index.Select(_ => random.NextSingle())], expected = new float[rows];
        for (int i = 0; i < count; i++)
        {
            expected[index[i]] += values[i];
        }

        Assert.Equal(expected, Run(x => x[0].ScatterAdd(x[1], rows), Tensor.From(values, [count]), Tensor.From(index, [count])));
    }

    [Fact]
    public void AnIndexOutsideIsLeftOut() => Assert.Equal([0, 4], Run(
        x => x[0].ScatterAdd(x[1], 2), Tensor.From([1f, 2, 4], [3]), Tensor.From([-1, 2, 1], [3])));
}
