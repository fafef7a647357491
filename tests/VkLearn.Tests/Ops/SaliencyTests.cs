using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class SaliencyTests(GpuFixture fixture) : OpTests(fixture)
{
    [Fact]
    public void IsTheLargestSlopeOfTheChosenLogitOverChannels()
    {
        SmallNet net = new();
        float[] images = SmallNet.Images(3);
        Tensor input = Tensor.From(images, [3, SmallNet.Channels, SmallNet.Side, SmallNet.Side]);
        using Recording recording = Gpu.Record(() => net.Model.Forward(input).Saliency(input), training: false);
        recording.Replay();

        Assert.Equal([3, SmallNet.Side, SmallNet.Side], recording.Result.Shape);
        AssertClose([.. Enumerable.Range(0, 3).SelectMany(i => Expected(net, SmallNet.Image(images, i)))],
            recording.Result.ToArray(), 1e-5);
    }

    static IEnumerable<double> Expected(SmallNet net, double[] image)
    {
        double[] logits = net.LogitsOf(net.MapsOf(image));
        int taken = Array.IndexOf(logits, logits.Max()), pixels = SmallNet.Side * SmallNet.Side;
        double[] slopes = SmallNet.Derivatives(moved => net.LogitsOf(net.MapsOf(moved))[taken], image);
        return Enumerable.Range(0, pixels).Select(i => Math.Max(Math.Abs(slopes[i]), Math.Abs(slopes[pixels + i])));
    }
}
