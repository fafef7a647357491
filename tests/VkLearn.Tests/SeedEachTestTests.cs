using VkLearn.Layers;
using Xunit;

namespace VkLearn.Tests;

[Collection("gpu")]
public sealed class SeedEachTestTests(GpuFixture fixture)
{
    static float[]? weights;

    [Theory, InlineData(7), InlineData(8)]
    public void ATestBeginsWithTheSameWeightsAsAnother(uint leaves)
    {
        Dense dense = new(3, 5);
        fixture.Gpu.Record(() => dense.Forward(Tensor.Ones([1, 3]))).Dispose();
        weights ??= dense.Parameters[0].ToArray();
        Assert.Equal(weights, dense.Parameters[0].ToArray());
        fixture.Gpu.Seed(leaves);
    }
}
