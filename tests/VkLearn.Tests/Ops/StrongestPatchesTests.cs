using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class StrongestPatchesTests(GpuFixture fixture) : OpTests(fixture)
{
    const int Count = 9, Taken = 4, Pixels = SmallNet.Side * SmallNet.Side;

    [Theory, InlineData(0), InlineData(2)]
    public void AreTheStrongestOfAllPlacesOneAnImage(int unit)
    {
        SmallNet net = new();
        float[] images = SmallNet.Images(Count, seed: 3);
        Tensor input = Tensor.From(images, [Count, SmallNet.Channels, SmallNet.Side, SmallNet.Side]);
        using Recording recording = Gpu.Record(() =>
        {
            Tensor maps = net.Model.Forward(input).Source("layers.0:output");
            StrongestPatches found = maps.StrongestPatches(Tensor.From([unit], [1]), Taken, input);
            return [found.Patches, found.Value, found.Image, found.Place];
        }, training: false);
        recording.Replay();

        double[][] maps = [.. Enumerable.Range(0, Count).Select(i => Convolved(net, SmallNet.Image(images, i), unit))];
        (int Image, int Place)[] expected =
            [.. maps.Select((map, image) => (image, Array.IndexOf(map, map.Max())))
                .OrderByDescending(at => maps[at.image].Max()).Take(Taken)];
        Assert.Equal(expected.Select(at => (float)at.Image), recording.Results[2].ToArray());
        Assert.Equal(expected.Select(at => (float)at.Place), recording.Results[3].ToArray());
        AssertClose([.. expected.Select(at => maps[at.Image][at.Place])], recording.Results[1].ToArray(), 1e-5);
        Assert.Equal(expected.SelectMany(at => Patch(images, at.Image, at.Place)), recording.Results[0].ToArray());
    }

    [Fact]
    public void RefusesMoreThanTheBatchHas()
    {
        Tensor images = Tensor.Ones([2, 1, 4, 4]);
        string message = Assert.Throws<ArgumentException>(() => images.StrongestPatches(Tensor.From([0], [1]), 3, images)).Message;

        Assert.Equal("StrongestPatches: count must be from 1 to the batch's 2 images, received 3.", message);
    }

    /// <summary>A map before its ReLU: after it, places that are 0 would be equals.</summary>
    static double[] Convolved(SmallNet net, double[] image, int unit)
    {
        float[] weight = net.Convolution.Weight.ToArray();
        float bias = net.Convolution.Bias!.ToArray()[unit];
        return [.. Enumerable.Range(0, Pixels).Select(place => bias + Patch([.. image.Select(value => (float)value)], 0, place)
            .Select((pixel, tap) => (double)pixel * weight[unit * SmallNet.Channels * 9 + tap]).Sum())];
    }

    /// <summary>The 3 x 3 pixels around a place, zeros outside the image.</summary>
    static IEnumerable<float> Patch(float[] images, int image, int place) =>
        from tap in Enumerable.Range(0, SmallNet.Channels * 9)
        let y = place / SmallNet.Side + tap / 3 % 3 - 1
        let x = place % SmallNet.Side + tap % 3 - 1
        select y is >= 0 and < SmallNet.Side && x is >= 0 and < SmallNet.Side
            ? images[((image * SmallNet.Channels + tap / 9) * SmallNet.Side + y) * SmallNet.Side + x] : 0;
}
