using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class WhereSyntaxTests(GpuFixture fixture) : OpTests(fixture)
{
    [Fact]
    public void Agrees() => Check("Tensor.Where", x => [Tensor.Where(x[0] < 0f, x[1], x[2])], Tolerance with { Smooth = false },
        Input.AwayFromZero([5, 7]), Input.Of([7]), Input.Of([5, 1]));
}
