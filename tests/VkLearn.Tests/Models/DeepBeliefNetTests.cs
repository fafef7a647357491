using VkLearn.Layers;
using VkLearn.Models;
using Xunit;

namespace VkLearn.Tests.Models;

public sealed class DeepBeliefNetTests(GpuFixture fixture) : OpTests(fixture)
{
    static readonly int[] units = [6, 5, 4];

    /// <summary>Layers that were unrolled compute what the stack's mean-field pass does, and back.</summary>
    [Theory, InlineData(0), InlineData(3)]
    public void UnrolledLayersComputeWhatTheStackDoes(int classes)
    {
        DeepBeliefNet net = new(units, classes: classes);
        Dense[] encoder = [new(6, 5), new(5, 4)], decoder = [new(5, 6), new(4, 5)];
        Sequential up = new(encoder[0], new Sigmoid(), encoder[1], new Sigmoid());
        Sequential down = new(decoder[1], new Sigmoid(), decoder[0], new Sigmoid());
        Tensor seen = Tensor.From([.. Enumerable.Range(0, 18).Select(i => i % 7 / 6f)], [3, 6]);
        using Recording unroll = Begun(net, () => net.Unroll(encoder, decoder));
        unroll.Replay();
        using Recording both = Gpu.Record(() =>
        {
            Tensor code = up.Forward(seen), top = net.Machines[1].Reconstruct(net.Forward(seen)).Slice(1, 0, 5);
            return [code, net.Forward(seen), down.Forward(code), net.Down(top, 1)];
        }, training: false);
        both.Replay();
        AssertClose(Doubles(both.Results[1]), both.Results[0].ToArray());
        AssertClose(Doubles(both.Results[3]), both.Results[2].ToArray());
        Assert.InRange(both.Results[0].ToArray().Max() - both.Results[0].ToArray().Min(), 0.1, 1);
    }

    /// <summary>Sampled, a machine sees states, whose means are what it sees of the mean field in the first two layers.</summary>
    [Fact]
    public void APassIsMeanFieldOrSampled()
    {
        DeepBeliefNet net = new(units);
        Tensor seen = Tensor.From([1f, 0, 1, 1, 0, 0], [1, 6]).BroadcastTo([4096, 6]);
        using Recording passes = Begun(net, () => [net.Up(seen, 1, Passes.Sampled), net.Up(seen, 1), net.Up(seen, 0, Passes.Sampled)]);
        passes.Replay();
        float[] sampled = passes.Results[0].ToArray(), means = passes.Results[1].ToArray();
        Assert.All(sampled, state => Assert.True(state is 0 or 1));
        for (int unit = 0; unit < 5; unit++)
        {
            double mean = sampled.Where((_, i) => i % 5 == unit).Average();
            Assert.InRange(mean, means[unit] - 4 * 0.5 / 64, means[unit] + 4 * 0.5 / 64);
        }

        Assert.Equal([1f, 0, 1, 1, 0, 0], passes.Results[2].ToArray()[..6]);
    }

    [Fact]
    public void FieldsAreSeenThroughTheWeightsBelow()
    {
        DeepBeliefNet net = new(units, classes: 2);
        using Recording fields = Begun(net, () => [net.Fields(1, 3), net.Fields(0, 9)]);
        fields.Replay();
        float[] first = net.Machines[0].Weight.ToArray(), second = net.Machines[1].Weight.ToArray();
        double[] expected = [.. Enumerable.Range(0, 18).Select(i =>
            Enumerable.Range(0, 5).Sum(k => (double)first[i / 3 * 5 + k] * second[k * 4 + i % 3]))];
        AssertClose(expected, fields.Results[0].ToArray());
        AssertClose(Array.ConvertAll(first, x => (double)x), fields.Results[1].ToArray());
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        DeepBeliefNet net = new(units);
        Dense[] other = [new(6, 5), new(5, 3)];
        string refused = Assert.Throws<ArgumentException>(() => Gpu.Record(() => net.Unroll(other, []))).Message;
        Assert.Contains("weight [5, 3]", refused);
        Assert.Contains("weight [5, 4]", refused);
        Assert.Contains("two layers of units", Assert.Throws<ArgumentException>(() => new DeepBeliefNet([5])).Message);
        Assert.Contains("makes 5 features", Assert.Throws<ArgumentException>(() =>
            DeepBeliefNet.UnitsOf(DeepBeliefNet.DenseIn(new Sequential(new Dense(6, 5), new Sequential(new Dense(4, 2)))))).Message);
        Assert.Equal([6, 5, 3], DeepBeliefNet.UnitsOf(other));
    }

    /// <summary>A recording of a net with weights that are not all alike.</summary>
    Recording Begun(DeepBeliefNet net, Func<Tensor[]> trace)
    {
        Recording recording = Gpu.Record(trace);
        System.Random random = new(3);
        foreach (Parameter parameter in net.Parameters)
        {
            parameter.Load([.. Enumerable.Range(0, (int)parameter.Shape.Count).Select(_ => (float)(2 * random.NextDouble() - 1))]);
        }

        return recording;
    }

    Recording Begun(DeepBeliefNet net, Action trace) => Begun(net, () =>
    {
        trace();
        return [];
    });

    static double[] Doubles(Tensor tensor) => Array.ConvertAll(tensor.ToArray(), x => (double)x);
}
