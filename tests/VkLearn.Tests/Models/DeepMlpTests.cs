using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Models;
using VkLearn.Tests.Tracing;
using Xunit;

namespace VkLearn.Tests.Models;

[Collection("gpu")]
public sealed class DeepMlpTests(GpuFixture fixture)
{
    [Theory, InlineData(DeepStart.Sigmoid, 7, 7), InlineData(DeepStart.Relu, 7, 7), InlineData(DeepStart.Selu, 7, 7),
        InlineData(DeepStart.Orthogonal, 7, 7), InlineData(DeepStart.ReZero, 7, 7), InlineData(DeepStart.Fixup, 8, 4)]
    public void HasSoManyHiddenLayers(DeepStart start, int depth, int blocks)
    {
        var net = new DeepMlp(12, 5, depth, 3, start);
        Assert.Equal((depth, blocks), (net.Depth, net.Blocks.Count));
        Assert.Equal(depth, net.Parameters.Count(parameter => parameter.Shape == Shape.Of([5, 5])));
        Assert.Equal([4, 3], Run(() => net.Forward(Items())).Shape);
    }

    /// <summary>What the start promises: a stack of any depth begins as the identity.</summary>
    [Theory, InlineData(DeepStart.ReZero, 50), InlineData(DeepStart.Fixup, 50)]
    public void ResidualOnesBeginAsTheIdentity(DeepStart start, int depth)
    {
        var net = new DeepMlp(12, 5, depth, 3, start);
        (float[] before, float[] after) = Ends(net);
        Assert.Equal(before, after);
    }

    /// <summary>Through two hundred layers a signal goes out under sigmoids, of which all items become alike, and stays by the others.
    /// </summary>
    [Theory, InlineData(DeepStart.Sigmoid, 0, 1e-6), InlineData(DeepStart.Orthogonal, 1e-2, 1), InlineData(DeepStart.Selu, 1e-3, 10),
        InlineData(DeepStart.ReZero, 1e-2, 10)]
    public void SignalsGoThrough(DeepStart start, double least, double most)
    {
        (_, float[] after) = Ends(new DeepMlp(12, 32, 200, 3, start));
        double spread = Enumerable.Range(0, 32).Max(i => Math.Abs(after[i] - after[32 + i])); // of two items
        Assert.InRange(spread, least, most);
    }

    [Fact]
    public void RefusesHalfABlock() => Assert.Contains("blocks of 2 layers, received depth 7. Use 8.",
        Assert.Throws<ArgumentException>(() => new DeepMlp(12, 5, 7, 3, DeepStart.Fixup)).Message);

    (float[] Before, float[] After) Ends(DeepMlp net)
    {
        fixture.Gpu.Seed(1);
        using Recording recording = fixture.Gpu.Record(() => (Tensor[])[net.Hidden(Items())[0], net.Hidden(Items())[^1]], training: false);
        recording.Replay();
        return (recording.Results[0].ToArray(), recording.Results[1].ToArray());
    }

    Tensor Run(Func<Tensor> body)
    {
        using Recording recording = fixture.Gpu.Record(body, training: false);
        recording.Replay();
        return Tensor.From(recording.Result.ToArray(), recording.Result.Shape);
    }

    static Tensor Items() => Tensor.From([.. Enumerable.Range(0, 48).Select(i => MathF.Sin(i))], [4, 12]);
}
