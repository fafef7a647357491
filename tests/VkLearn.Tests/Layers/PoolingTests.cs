using VkLearn.Layers;
using Xunit;

namespace VkLearn.Tests.Layers;

/// <summary>Layers without parameters that change an image's size.</summary>
public sealed class PoolingTests(GpuFixture fixture) : OpTests(fixture)
{
    public static TheoryData<Layer, int[]> Layers => new()
    {
        { new MaxPool2d(2), [2, 3, 4, 5] },
        { new MaxPool2d(3, stride: 2, padding: 1), [2, 3, 4, 5] },
        { new AvgPool2d(4), [2, 3, 2, 2] },
        { new AvgPool2d(3, stride: 1, padding: 1, countPadding: false), [2, 3, 8, 10] },
        { new GlobalAveragePool(), [2, 3] },
        { new Upsample(3), [2, 3, 24, 30] },
        { new PixelShuffle(1), [2, 3, 8, 10] },
        { new Upsample(2, Interpolation.Bilinear), [2, 3, 16, 20] },
    };

    [Theory, MemberData(nameof(Layers), DisableDiscoveryEnumeration = true)]
    public void KeepAConstantImageAndHaveNoParameters(Layer layer, int[] shape)
    {
        Tensor y = null!;
        float[] values = Run(x => y = layer.Forward(x[0]), Tensor.From([.. Enumerable.Repeat(0.75f, 480)], [2, 3, 8, 10]));

        Assert.Equal(Shape.Of(shape), y.Shape);
        Assert.All(values, value => Assert.Equal(0.75f, value, 1e-6f));
        Assert.Empty(layer.Parameters);
    }
}
