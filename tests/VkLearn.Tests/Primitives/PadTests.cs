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
}
