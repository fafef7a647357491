using VkLearn.Layers;
using VkLearn.Tests.Tracing;
using Xunit;

namespace VkLearn.Tests.Layers;

public sealed class Conv1dTests(GpuFixture fixture) : OpTests(fixture)
{
    static readonly float[] Line = [1, 2, 3, 4, 5, 6];

    [Fact]
    public void GoesAlongTheLineAndAddsItsBias()
    {
        Conv1d layer = new(1, 2, 3);
        using Recording recording = Gpu.Record(() => layer.Forward(Tensor.From(Line, [1, 1, 6])));
        layer.Weight.Load([1, 0, -1, 0, 1, 0]);
        layer.Bias!.Load([10, 20]);
        recording.Replay();
        Assert.Equal(Shape.Of([1, 2, 4]), recording.Result.Shape);
        Close.To([8, 8, 8, 8, 22, 23, 24, 25], recording.Result.ToArray());
        Assert.Equal([[2, 1, 3], [2]], layer.Parameters.Select(parameter => parameter.Shape.ToArray())); // as PyTorch has them
    }

    [Fact]
    public void PaddingBeforeAndAfterAreItsOwn()
    {
        Conv1d causal = new(1, 1, 2, new WindowAxis(1, Before: 2, Dilation: 2), bias: false, weight: Initializer.Ones);
        Close.To([1, 2, 4, 6, 8, 10], Run(x => causal.Forward(x[0]), Tensor.From(Line, [1, 1, 6]))); // each and that of two before
        Conv1d strided = new(1, 1, 3, stride: 2, padding: 1, bias: false, weight: Initializer.Ones);
        Close.To([3, 9, 15], Run(x => strided.Forward(x[0]), Tensor.From(Line, [1, 1, 6])));
    }

    [Fact]
    public void IsTheConvolutionOfImagesOfOneRow()
    {
        Conv1d layer = new(4, 6, 5, stride: 2, padding: 2, groups: 2);
        Conv2d same = new(4, 6, new Window(1, 5, new(1), new(2, 2, 2)), groups: 2);
        float[] x = [.. Enumerable.Range(0, 2 * 4 * 11).Select(i => MathF.Sin(i))], weight =
            [.. Enumerable.Range(0, 6 * 2 * 5).Select(i => MathF.Cos(i))];
        using Recording recording = Gpu.Record(() =>
            [layer.Forward(Tensor.From(x, [2, 4, 11])), same.Forward(Tensor.From(x, [2, 4, 1, 11]))]);
        layer.Weight.Load(weight);
        same.Weight.Load(weight);
        recording.Replay();
        Assert.Equal(recording.Results[1].ToArray(), recording.Results[0].ToArray());
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Assert.Contains("needs lines [N, 3, L] for weight [4, 3, 2], received [1, 1, 5]. Use inChannels: 1.",
            Assert.Throws<ArgumentException>(() => new Conv1d(3, 4, 2).Forward(Tensor.Ones([1, 1, 5]))).Message);
        Assert.Contains("groups must divide", Assert.Throws<ArgumentException>(() => new Conv1d(3, 4, 2, groups: 2)).Message);
        Assert.Contains("Conv1d: kernel sizes, stride", Assert.Throws<ArgumentException>(() => new Conv1d(3, 4, 2, stride: 0)).Message);
    }
}
