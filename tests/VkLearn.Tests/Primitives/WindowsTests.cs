using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class WindowsTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 0, Gradient: 5e-6);

    [Theory, InlineData(1, 1, 1, 0, 1), InlineData(3, 2, 2, 1, 1), InlineData(2, 3, 1, 2, 2)]
    public void Agrees(int height, int width, int stride, int padding, int dilation) =>
        Check("Windows", x => [x[0].Windows(new Window(height, width, stride, padding, dilation))], Tolerance, Input.Of([2, 3, 5, 7]));

    [Fact]
    public void EachTapIsARowAndEachPlaceAColumn() => Assert.Equal(
        [1, 2, 2, 3, 4, 5, 5, 6], Run(x => x[0].Windows(new Window(2, 2)), Tensor.From([1f, 2, 3, 4, 5, 6], [1, 1, 2, 3])));

    [Fact]
    public void AWindowThatDoesNotFitIsRefused()
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => new Window(5, 3, dilation: 2).Over([1, 1, 8, 8], "Conv2d"));
        Assert.Contains("spans 9, the padded image has 8. Use padding: 1", refusal.Message);
        Assert.Throws<ArgumentException>(() => new Window(3, 3, stride: 0).Over([1, 1, 8, 8], "Conv2d"));
    }
}
