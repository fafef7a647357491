using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class GeluTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Least: 0.2);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int count) => Check(new GeluOp(), Input.Between(-5, 5, [count]));
}
