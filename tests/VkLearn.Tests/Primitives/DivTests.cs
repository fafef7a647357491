using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class DivTests(GpuFixture fixture) : OpTests(fixture)
{
    // Vulkan allows a division 2.5 ulp.
    protected override Tolerance Tolerance => new(Forward: 3e-7, Differences: 1e-4);

    [Theory, InlineData(1), InlineData(7), InlineData(33), InlineData(1025)]
    public void Agrees(int count) => Check(new Div(), Input.Of([count]), Input.AwayFromZero([count]));

    [Fact]
    public void IntegersTruncateAndNothingDividesByZero()
    {
        float[] quotients = Run(x => new Div().Apply(x)[0], Tensor.From([7, -7, 7, -7, 5, 0], [6]), Tensor.From([2, 2, -2, -2, 0, 0], [6]));
        Assert.Equal([3, -3, -3, 3, 0, 0], quotients);
    }
}
