using VkLearn.Layers;
using Xunit;

namespace VkLearn.Tests.Layers;

/// <summary>The layer whose slopes are learned; its op's tests are beside those of the ops.</summary>
public sealed class PReluLayerTests(GpuFixture fixture) : OpTests(fixture)
{
    [Fact]
    public void EachChannelHasItsSlope()
    {
        PRelu layer = new(2);
        using Recording recording = Gpu.Record(() => layer.Forward(Tensor.From([-4f, 4, -4, 4], [1, 2, 2])));
        layer.Weight.Load([0.5f, 0.25f]);
        recording.Replay();
        Assert.Equal([-2, 4, -1, 4], recording.Result.ToArray());
        Assert.False(layer.Weight.Decays);
    }

    [Fact]
    public void OneSlopeIsForAll() => Assert.Equal([-1, 4], Run(x => new PRelu().Forward(x[0]), Tensor.From([-4f, 4], [2])));

    [Fact]
    public void ChannelsThatDoNotFitAreRefused() => Assert.Contains("must be [N, 3, ...]. Use channels: 2, or 1.",
        Assert.Throws<ArgumentException>(() => new PRelu(3).Forward(Tensor.Ones([1, 2, 2]))).Message);
}
