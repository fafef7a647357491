using VkLearn.Models;
using Xunit;

namespace VkLearn.Tests.Models;

public sealed class FeatureNetTests(GpuFixture fixture) : OpTests(fixture)
{
    /// <summary>Of colours and grey, of sides that pools do not divide.</summary>
    [Theory, InlineData(1, 28, 28), InlineData(3, 9, 14)]
    public void SaysFeaturesOfImagesAndOfThoseWhichClass(int channels, int height, int width)
    {
        FeatureNet net = new([channels, height, width], classes: 5);
        using Recording recording = Gpu.Record(() =>
        {
            Tensor features = net.Features(Tensor.Uniform([2, channels, height, width]));
            return [features, net.Logits(features)];
        });
        recording.Replay();
        Assert.Equal([2, FeatureNet.Size], recording.Results[0].Shape);
        Assert.Equal([2, 5], recording.Results[1].Shape);
        Assert.All(recording.Results[0].ToArray(), value => Assert.True(value >= 0));
        Assert.Contains(recording.Results[0].ToArray(), value => value > 0);
    }

    [Fact]
    public void RefusesWhatIsTooSmall() => Assert.StartsWith(
        "FeatureNet: images are [C, H, W] with sides of 4 or more, received [1, 3, 28]",
        Assert.Throws<ArgumentException>(() => new FeatureNet([1, 3, 28], 10)).Message);
}
