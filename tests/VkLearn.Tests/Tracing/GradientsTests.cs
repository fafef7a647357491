using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Optimizers;
using Xunit;

namespace VkLearn.Tests.Tracing;

[Collection("gpu")]
public sealed class GradientsTests(GpuFixture fixture)
{
    readonly GpuDevice gpu = fixture.Gpu;

    float[][] Values(Func<Tensor, Tensor[]> body, params float[] x)
    {
        using Recording step = gpu.Record(() => body(Tensor.From(x, [x.Length])));
        step.Replay();
        return [.. step.Results.Select(result => result.ToArray())];
    }

    [Fact]
    public void DetachCutsGradients()
    {
        float[][] values = Values(x => [.. (x * x.Detach()).Sum().Gradients(x), .. (x.Detach() * 3f).Sum().Gradients(x)], 2, -5);
        Assert.Equal([2f, -5], values[0]);
        Assert.Equal([0f, 0], values[1]);
    }

    [Fact]
    public void AGradientHasAGradient()
    {
        float[][] values = Values(x =>
        {
            Tensor first = (x * x * x).Sum().Gradients(x)[0], second = first.Sum().Gradients(x)[0];
            return [first, second, second.Sum().Gradients(x)[0]];
        }, 2, -1);
        Assert.Equal([12f, 3], values[0]);
        Assert.Equal([12f, -6], values[1]);
        Assert.Equal([6f, 6], values[2]);
    }

    [Fact]
    public void ALayersGradientHasAGradient()
    {
        float[][] values = Values(x =>
        {
            Tensor slope = x.Tanh().Sigmoid().Sum().Gradients(x)[0];
            return [slope.Square().Sum().Gradients(x)[0]];
        }, 0.3f, -0.7f);

        // By differences of the slope of sigmoid(tanh(x)), squared.
        Close.To(new double[] { 0.3, -0.7 }.Select(x => (Squared(x + 1e-5) - Squared(x - 1e-5)) / 2e-5), values[0], 1e-4);

        static double Squared(double x)
        {
            double t = Math.Tanh(x), s = 1 / (1 + Math.Exp(-t));
            return Math.Pow(s * (1 - s) * (1 - t * t), 2);
        }
    }

    [Fact]
    public void APenaltyOnAGradientTrains()
    {
        Bag bag = new();
        Parameter w = bag.New("w", [2], 3, 4);
        Sgd sgd = new(0.1f);
        using Recording step = gpu.Record(() =>
        {
            Tensor x = Tensor.From([1f, 1], [2]), slope = (w.Value * x).Sum().Gradients(x)[0]; // is w
            sgd.Minimize((slope.Square().Sum() - 1f).Square(), of: bag);
        });
        step.Replay();
        Close.To([3 - 0.1 * 2 * 24 * 2 * 3, 4 - 0.1 * 2 * 24 * 2 * 4], w.ToArray());
    }

    [Fact]
    public void WhatALossDoesNotDependOnHasAZeroGradient()
    {
        Bag bag = new();
        Parameter used = bag.New("used", [1], 2), other = bag.New("other", [3], 1, 2, 3);
        using Recording step = gpu.Record(() => used.Value.Square().Sum().Gradients(bag));
        step.Replay();
        Assert.Equal([4f, 0, 0, 0], [.. step.Results[0].ToArray(), .. step.Results[1].ToArray()]);
        Assert.Equal(["used:gradient", "other:gradient"], step.Results.Select(result => result.Name));
    }

    [Fact]
    public void ALossOfAnotherModelIsRefused()
    {
        Dense model = new(2, 3), other = new(2, 3);
        var refused = Assert.Throws<InvalidOperationException>(() => gpu.Record(
            () => new Sgd(1f).Minimize(model.Forward(Tensor.Ones([4, 2])).Sum(), of: other)));
        Assert.Equal("[] depends on none of weight, bias. Was it made by another model, or by this one before an update? "
            + "Ask for the parameters of the model whose Forward made it.", refused.Message);
    }

    [Fact]
    public void ALossOfWhatWasDetachedIsRefused()
    {
        Sequential model = new(new Dense(2, 3), new Dense(3, 3));
        var refused = Assert.Throws<InvalidOperationException>(
            () => gpu.Record(() => model.Forward(Tensor.Ones([4, 2])).Detach().Sum().Gradients(model)));
        Assert.StartsWith("[] has no gradient by any of layers.0.weight, layers.0.bias, layers.1.weight and 1 more: it reaches them only "
            + "through Detach(),", refused.Message);
    }

    [Fact]
    public void GradientsAreOfAScalar()
    {
        var refused = Assert.Throws<ArgumentException>(
            () => gpu.Record(() => new Dense(2, 3).Forward(Tensor.Ones([4, 2])).Gradients(Tensor.Ones([1]))));
        Assert.Equal("Gradients are taken of a Float32 scalar, received output [4, 3]. Reduce it first, with Mean() or Sum().",
            refused.Message);
    }
}
