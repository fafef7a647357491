using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class GatherTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Gradient: 5e-6);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int size)
    {
        Check(new Gather(0), Input.Of([size, 3]), Input.Ints(0, size, [7]));
        Check(new Gather(0), Input.Of([7, 3]), Input.Ints(0, 7, [size]));
        Check(new Gather(1), Input.Of([3, size, 2]), Input.Ints(0, size, [9]));
        Check(new Gather(2), Input.Of([3, 2, size]), Input.Ints(0, size, [9]));
    }

    /// <summary>Rows of many elements, in pairs and not.</summary>
    [Theory, InlineData(16), InlineData(65), InlineData(514)]
    public void WholeRowsAgree(int inner)
    {
        Check(new Gather(0), Input.Of([7, inner]), Input.Ints(0, 7, [33]));
        Check(new Gather(1), Input.Of([3, 5, inner]), Input.Ints(0, 5, [9]));
        Tensor index = Tensor.From([-1, 1, int.MaxValue], [3]), x = Tensor.From([.. Enumerable.Range(0, 2 * inner)], [2, inner]);
        IEnumerable<float> none = Enumerable.Repeat(-1f, inner);
        Assert.Equal([.. none, .. Enumerable.Range(inner, inner).Select(i => (float)i), .. none],
            Run(given => given[0].Gather(given[1]), x, index));
    }

    [Fact]
    public void AnIndexOutsideIsSeen()
    {
        Tensor index = Tensor.From([-1, 2, 0, int.MaxValue, int.MinValue], [5]);
        Assert.Equal([float.NaN, float.NaN, 5, float.NaN, float.NaN], Run(x => x[0].Gather(x[1]), Tensor.From([5f, 6], [2]), index));
        Assert.Equal([-1, -1, 5, -1, -1], Run(x => x[0].Gather(x[1]), Tensor.From([5, 6], [2]), index));
    }
}
