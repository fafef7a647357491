using VkLearn.Layers;
using Xunit;

namespace VkLearn.Tests.Layers;

public sealed class Dropout2dTests(GpuFixture fixture) : OpTests(fixture)
{
    [Fact]
    public void DropsWholeChannelsAndKeepsTheMean()
    {
        const int channels = 4000, pixels = 6;
        float[] y = Run(x => new Dropout2d(0.25f).Forward(x[0]),
            Tensor.From([.. Enumerable.Repeat(3f, channels * pixels)], [8, channels / 8, 2, 3]));
        Assert.All(y, value => Assert.True(value is 0 or 4));
        Assert.All(y.Chunk(pixels), channel => Assert.All(channel, value => Assert.Equal(channel[0], value)));
        Assert.InRange(y.Count(value => value == 0), 0.22 * y.Length, 0.28 * y.Length);
    }

    [Fact]
    public void TheGradientIsThatOfTheChannelsKept()
    {
        using Recording recording = Gpu.Record(() =>
        {
            Tensor x = Tensor.From([.. Enumerable.Repeat(1f, 200)], [5, 10, 4]), y = new Dropout2d(0.5f).Forward(x);
            return [y, y.Sum().Gradients(x)[0]];
        });
        recording.Replay();
        Assert.Equal(recording.Results[0].ToArray(), recording.Results[1].ToArray());
    }

    [Fact]
    public void InEvaluationItDoesNothing()
    {
        using Recording recording = Gpu.Record(() => new Dropout2d(0.5f).Forward(Tensor.From([1f, 2], [1, 2]) * 1f), training: false);
        recording.Replay();
        Assert.Equal([1, 2], recording.Result.ToArray());
    }

    [Fact]
    public void WhatHasNoChannelsIsRefused()
    {
        Assert.Contains("must be [N, C, ...]",
            Assert.Throws<ArgumentException>(() => new Dropout2d(0.5f).Forward(Tensor.Ones([2]))).Message);
        Assert.Contains("received 1", Assert.Throws<ArgumentException>(() => new Dropout2d(1)).Message);
    }
}
