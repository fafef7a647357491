using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Layers;
using Xunit;

namespace VkLearn.Tests.Layers;

public sealed class NormalizeTests(GpuFixture fixture) : OpTests(fixture)
{
    static Normalize Cifar => new(Cifar10.Mean, Cifar10.Deviation);

    [Theory, InlineData(1, 1), InlineData(7, 5), InlineData(33, 8)]
    public void Agrees(int n, int side) =>
        Check("Normalize", x => [Cifar.Forward(x[0])], Tolerance, Input.Between(0, 1, [n, 3, side, side]));

    [Fact]
    public void BringsEachChannelToMeanZeroAndDeviationOne()
    {
        float[] low = [.. Cifar10.Mean.Zip(Cifar10.Deviation, (mean, deviation) => mean - deviation)];
        float[] lowThenMean = [.. low.Zip(Cifar10.Mean, (a, b) => (float[])[a, b]).SelectMany(x => x)];
        float[] y = Run(x => Cifar.Forward(x[0]), Tensor.From(lowThenMean, [3, 1, 2]));
        AssertClose([-1, 0, -1, 0, -1, 0], y);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Assert.StartsWith("Normalize: needs one mean and one deviation above 0 a channel",
            Assert.Throws<ArgumentException>(() => new Normalize([0.5f], [1, 1])).Message);
        Assert.Throws<ArgumentException>(() => new Normalize([0.5f], [0]));
        Assert.Contains("input [4, 1, 8, 8] must be images [.., 3, H, W]",
            Assert.Throws<ArgumentException>(() => Cifar.Forward(Tensor.Zeros([4, 1, 8, 8]))).Message);
    }

    [Fact]
    public void ScenesNameIt()
    {
        Layer layer = Catalog<Layer>.Read(Settings.Parse("test", """{"type": "Normalize", "mean": [0.5], "deviation": [2]}"""u8));
        Assert.Equal([0.25f], Run(x => layer.Forward(x[0]), Tensor.From([1f], [1, 1, 1])));
        Assert.Contains("\"mean[1]\" must be a finite number", Assert.Throws<SettingsException>(() => Catalog<Layer>.Read(
            Settings.Parse("test", """{"type": "Normalize", "mean": [0.5, "a"], "deviation": [2]}"""u8))).Message);
    }
}
