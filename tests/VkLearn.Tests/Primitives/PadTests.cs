using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class PadTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Gradient: 1e-7);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int size)
    {
        Check(new Pad(0, 1, 2, 3), [[size, 3]]);
        Check(new Pad(1, 2, 0), [[3, size]]);
        Check(new Pad(1, 0, 5, -1), [[2, 3, size]]);
    }

    // More elements than a round of all invocations makes.
    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(3)]
    public void OfALargeTensor(int axis) => Check(new Pad(axis, 2, 3), [[5, 7, 33, 5]]);
}
