using VkLearn.Compile;
using VkLearn.Layers;
using VkLearn.Models;
using Xunit;

namespace VkLearn.Tests.Models;

public sealed class AutoencoderTests(GpuFixture fixture) : OpTests(fixture)
{
    static readonly float[] items = [.. Enumerable.Range(0, 12).Select(i => MathF.Sin(3 * i + 1))]; // [3, 4]

    [Fact]
    public void WidthsAreThoseOfLayersDownAndBack()
    {
        Autoencoder model = Autoencoder.Of([6, 5, 4, 2], () => new Tanh(), () => new Sigmoid());
        Assert.Equal(["Dense", "Tanh", "Dense", "Tanh", "Dense", "Sigmoid"], Types(model.Encoder));
        Assert.Equal(["Dense", "Tanh", "Dense", "Tanh", "Dense"], Types(model.Decoder));
        Assert.Equal([[6, 5], [5, 4], [4, 2], [2, 4], [4, 5], [5, 6]],
            model.Parameters.Where(one => one.Name == "weight").Select(one => one.Shape.ToArray()));
        Assert.Equal("encoder.layers.0.weight", model.Parameters[0].Path);
        Assert.Contains("[5]", Assert.Throws<ArgumentException>(() => Autoencoder.Of([5], () => new Tanh())).Message);

        static IEnumerable<string> Types(Layer layer) => layer.Children.Select(child => child.GetType().Name);
    }

    [Fact]
    public void TiedDecodersHaveBiasesOnly()
    {
        Autoencoder model = Autoencoder.Of([6, 5, 2], () => new Relu(), tied: true);
        Assert.Equal(["decoder.layers.0.bias", "decoder.layers.2.bias"], model.Decoder.Parameters.Select(one => one.Path));
        Assert.Equal([[5], [6]], model.Decoder.Parameters.Select(one => one.Shape.ToArray()));
    }

    /// <summary>The one weight's gradient is that of both its uses, against differences in float64.</summary>
    [Fact]
    public void ATiedWeightsGradientIsTheSumOfBoth()
    {
        Autoencoder model = Autoencoder.Of([4, 2], () => new Relu(), () => new Tanh(), tied: true);
        Parameter weight = model.Parameters[0];
        float[] values = [0.3f, -0.2f, 0.5f, 0.1f, -0.4f, 0.7f, 0.2f, 0.6f];
        using Recording recording = Gpu.Record(() =>
        {
            Tensor seen = Tensor.From(items, [3, 4]);
            return (model.Forward(seen) - seen).Square().Sum().Gradients(of: [weight]);
        });
        weight.Load(values);
        recording.Replay();
        AssertClose(SmallNet.Derivatives(Loss, [.. values.Select(value => (double)value)]), recording.Result.ToArray(), 1e-5);

        static double Loss(double[] w) => Enumerable.Range(0, 3).Sum(row =>
        {
            double[] code = [.. Enumerable.Range(0, 2).Select(j =>
                Math.Tanh(Enumerable.Range(0, 4).Sum(i => items[row * 4 + i] * w[i * 2 + j])))];
            return Enumerable.Range(0, 4).Sum(i => Math.Pow(code[0] * w[i * 2] + code[1] * w[i * 2 + 1] - items[row * 4 + i], 2));
        });
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Layer back = new TransposedDense(new Dense(4, 2));
        Autoencoder tooShort = new(new Dense(4, 2), new Dense(2, 3));
        Gpu.Trace(() =>
        {
            Tensor seen = Tensor.From(items, [3, 4]);
            Assert.Contains("items are [3, 4], but the decoder gives [3, 3]. End it with as many values as an item has: 4",
                Assert.Throws<ArgumentException>(() => tooShort.Decode(tooShort.Encode(seen), seen.Shape)).Message);
            Assert.Contains("has 4 features, weight [4, 2] turned over expects 2",
                Assert.Throws<ArgumentException>(() => back.Forward(seen)).Message);
        });
    }

    [Fact]
    public void UnflattenUndoesFlatten()
    {
        Gpu.Trace(() =>
        {
            Tensor seen = Tensor.From(items, [3, 4]);
            Assert.Equal([3, 1, 2, 2], new Unflatten([1, 2, 2]).Forward(seen).Shape.ToArray());
            Assert.Contains("has 4 values a row, item [3, 2] is of 6",
                Assert.Throws<ArgumentException>(() => new Unflatten([3, 2]).Forward(seen)).Message);
        });
    }
}
