using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class DetachTests(GpuFixture fixture) : OpTests(fixture)
{
    [Fact]
    public void PassesTheValueAndNoGradient()
    {
        Tensor x = Tensor.From([2f, 3], [2]);
        Assert.Equal([2, 3], Run(inputs => inputs[0].Detach(), x));
        Assert.Equal([2, 3], Run(inputs => (inputs[0] * inputs[0].Detach()).Sum().Gradients(inputs[0])[0], x));
        Assert.Equal([0, 0], Run(inputs => inputs[0].Detach().Sum().Gradients(inputs[0])[0], x));
    }
}
