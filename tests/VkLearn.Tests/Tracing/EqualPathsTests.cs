using VkLearn.Gpu;
using VkLearn.Layers;
using Xunit;

namespace VkLearn.Tests.Tracing;

/// <summary>Models of one form, whose parameters have the same paths, begin apart, and the same in each run of the program.</summary>
[Collection("gpu")]
public sealed class EqualPathsTests(GpuFixture fixture)
{
    static float[] Weights(GpuDevice gpu, Layer model)
    {
        using Recording recording = gpu.Record(() => model.Forward(Tensor.Ones([2, 3])));
        return [.. model.Parameters.SelectMany(parameter => parameter.ToArray())];
    }

    static Sequential Model() => new(new Dense(3, 4), new Dense(4, 3));

    [Fact]
    public void TheyBeginWithOtherWeights()
    {
        float[] first = Weights(fixture.Gpu, new Dense(3, 3)), second = Weights(fixture.Gpu, new Dense(3, 3));
        float[] third = Weights(fixture.Gpu, new Dense(3, 3));
        Assert.NotEqual(first, second);
        Assert.NotEqual(first, third);
        Assert.NotEqual(second, third);
    }

    [Fact]
    public void TheFirstOfADeviceAndOfASeedBeginsByItsPathsAlone()
    {
        float[] first = Weights(fixture.Gpu, Model()), second = Weights(fixture.Gpu, Model());
        fixture.Gpu.Seed(1);
        Assert.Equal(first, Weights(fixture.Gpu, Model()));
        Assert.Equal(second, Weights(fixture.Gpu, Model()));
        using GpuDevice other = GpuDevice.Open();
        other.Seed(1);
        Assert.Equal(first, Weights(other, Model()));
        Assert.Equal(second, Weights(other, Model()));
    }

    /// <summary>It is memory that counts, not construction: the program says in which order models are used.</summary>
    [Fact]
    public void TheOrderIsThatOfTheirFirstUse()
    {
        Layer early = Model(), late = Model();
        float[] first = Weights(fixture.Gpu, late), second = Weights(fixture.Gpu, early);
        fixture.Gpu.Seed(1);
        Assert.Equal(first, Weights(fixture.Gpu, Model()));
        Assert.Equal(second, Weights(fixture.Gpu, Model()));
    }
}
