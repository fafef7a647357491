using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class BroadcastTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Gradient: 5e-6);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int size)
    {
        Check(new Broadcast([3, size]), [[size]]);
        Check(new Broadcast([size, 3]), [[size, 1]]);
        Check(new Broadcast([size]), [[]]);
        Check(new Broadcast([2, size, 3, 5]), [[2, 1, 3, 1]]);
        Check(new Broadcast([2, 2, size, 3]), [[2, 1, 3]]);
    }

    [Fact]
    public void ReadInsideAProgram() =>
        Check("Broadcast", x => [x[0] * x[1] + x[2]], new Tolerance(Gradient: 5e-6),
            Input.Of([7, 1, 33]), Input.Of([5, 1]), Input.Of([33]));

    /// <summary>More separate axes than a kernel walks, of one tensor and of two together.</summary>
    [Fact]
    public void AlongManyAxes()
    {
        Check("Broadcast, many axes", x => [x[0].BroadcastTo([2, 3, 2, 3, 2, 3])], Tolerance, Input.Of([2, 1, 2, 1, 2, 1]));
        Check("Broadcast, many axes", x => [x[0] * x[1] + 1f], Tolerance with { Forward = 1e-6 },
            Input.Of([2, 1, 1, 3, 1, 2]), Input.Of([1, 3, 2, 1, 2, 2]));
        Assert.StartsWith("Broadcast: [2, 1, 2, 1, 3] does not repeat to [2, 3, 2, 3, 2]",
            Assert.Throws<ArgumentException>(() => Tensor.Ones([2, 1, 2, 1, 3]).BroadcastTo([2, 3, 2, 3, 2])).Message);
    }

    [Fact]
    public void RefusesSizesThatDoNotRepeat() =>
        Assert.StartsWith("Broadcast: [3] does not repeat to [4]",
            Assert.Throws<ArgumentException>(() => Tensor.Ones([3]).BroadcastTo([4])).Message);
}
