using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class SplitTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Gradient: 2e-7);

    [Theory, InlineData(0), InlineData(1)]
    public void Agrees(int axis) => Check("Split", x => x[0].Split(axis, 2, 0, 4), Tolerance, Input.Of([6, 6]));

    [Fact]
    public void PutTogetherItIsWhatItWas()
    {
        Tensor x = Tensor.From([1f, 2, 3, 4, 5, 6], [2, 3]);
        Assert.Equal([1, 2, 3, 4, 5, 6], Run(i => Tensor.Concat(1, i[0].Split(1, 1, 2)), x));
        Assert.Equal([4, 5, 6, 1, 2, 3], Run(i => Tensor.Concat(0, [.. i[0].Chunk(0, 2).Reverse()]), x));
    }

    [Fact]
    public void SizesThatDoNotAddUpAreRefused()
    {
        Assert.Contains("add up to 3, which is axis 1 of [2, 3], received 1, 1", Refusal(() => Tensor.Ones([2, 3]).Split(1, 1, 1)));
        Assert.Contains("must be 0 or more", Refusal(() => Tensor.Ones([2, 3]).Split(1, 4, -1)));
        Assert.Contains("cannot be cut into 2 equal parts", Refusal(() => Tensor.Ones([2, 3]).Chunk(1, 2)));
    }

    static string Refusal(Func<object> act) => Assert.Throws<ArgumentException>(act).Message;
}
