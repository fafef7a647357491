using VkLearn.Tests.Tracing;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class GradCamTests(GpuFixture fixture) : OpTests(fixture)
{
    [Fact]
    public void WeighsTheMapsByTheMeanOfTheLogitsSlope()
    {
        SmallNet net = new();
        float[] images = SmallNet.Images(3, seed: 2);
        using Recording recording = Gpu.Record(() =>
        {
            Tensor logits = net.Model.Forward(Tensor.From(images, [3, SmallNet.Channels, SmallNet.Side, SmallNet.Side]));
            return logits.GradCam(logits.Source("layers.1:output"));
        }, training: false);
        recording.Replay();

        double[] expected = [.. Enumerable.Range(0, 3).SelectMany(i => Expected(net, SmallNet.Image(images, i)))];
        Assert.Contains(expected, value => value > 0);
        Close.To(expected, recording.Result.ToArray(), 1e-6);
    }

    [Fact]
    public void RefusesALayerWithoutAnImage()
    {
        SmallNet net = new();
        string message = Assert.Throws<ArgumentException>(() => Gpu.Record(() =>
        {
            Tensor logits = net.Model.Forward(Tensor.Ones([1, SmallNet.Channels, SmallNet.Side, SmallNet.Side]));
            return logits.GradCam(logits.Source("layers.3:output"));
        })).Message;

        Assert.Equal("GradCam: needs a layer whose output is [N, C, H, W], received layers.3:output [1, 36]. "
            + "Use a convolution or what follows it.", message);
    }

    [Fact]
    public void ALayerThatIsNotThereIsNamed()
    {
        SmallNet net = new();
        string message = Assert.Throws<UnknownTensorException>(() => Gpu.Record(() =>
            net.Model.Forward(Tensor.Ones([1, SmallNet.Channels, SmallNet.Side, SmallNet.Side])).Source("layers.1:outptu"))).Message;

        Assert.StartsWith("The model computes no tensor \"layers.1:outptu\". Did you mean \"layers.1:output\"?", message);
    }

    static double[] Expected(SmallNet net, double[] image)
    {
        double[] maps = net.MapsOf(image), logits = net.LogitsOf(maps);
        int taken = Array.IndexOf(logits, logits.Max()), pixels = SmallNet.Side * SmallNet.Side;
        double[] slopes = net.SlopesOf(maps, taken), heat = new double[pixels];
        for (int map = 0; map < SmallNet.Maps; map++)
        {
            double weight = slopes.Skip(map * pixels).Take(pixels).Average();
            for (int i = 0; i < pixels; i++)
            {
                heat[i] += weight * maps[map * pixels + i];
            }
        }

        return [.. heat.Select(value => Math.Max(0, value))];
    }
}
