using VkLearn.Models;
using Xunit;

namespace VkLearn.Tests.Models;

/// <summary>What a Boltzmann machine makes of items of which a part is known, and the codes that it has for items.</summary>
public sealed class ImputationTests(GpuFixture fixture) : OpTests(fixture)
{
    /// <summary>What is filled in is as often each state of what is not known as its probability, given what is, says: chi-squared, three
    /// degrees of freedom.</summary>
    [Fact]
    public void WhatIsFilledInIsOfTheExactConditionalDistribution()
    {
        const int rows = 16384, known = 0b0010; // the first two units: off, on
        TinyRbm tiny = new(4, 3, 7, deviation: 0.8);
        Rbm rbm = new(4, 3);
        tiny.Load(rbm, Gpu);
        State items = new("items", [rows, 1, 2, 2]);
        Tensor isKnown = Tensor.From([1f, 1, 0, 0], [1, 1, 2, 2]), given = Tensor.From([0f, 1, 0, 0], [1, 1, 2, 2]);
        Gpu.Seed(1);
        using Recording begin = Gpu.Record(() => items.Assign(given.BroadcastTo(items.Shape)), training: false);
        using Recording step = Gpu.Record(() =>
        {
            (Tensor next, Tensor means) = rbm.Impute(items, isKnown);
            items.Assign(next);
            return [next, means];
        }, training: false);
        begin.Replay();
        step.Replay(100);
        int[] counts = new int[4];
        foreach (float[] row in step.Results[0].ToArray().Chunk(4))
        {
            Assert.Equal((0, 1), (row[0], row[1]));
            counts[(int)(row[2] + 2 * row[3])]++;
        }

        double[] joint = [.. Enumerable.Range(0, 4).Select(rest => tiny.Probabilities[known | rest << 2])];
        double chiSquared = counts.Zip(joint).Sum(pair =>
            Math.Pow(pair.First - rows * pair.Second / joint.Sum(), 2) / (rows * pair.Second / joint.Sum()));
        Assert.InRange(chiSquared, 0.02, 16.3); // each side about one in a thousand
        Assert.All(step.Results[1].ToArray().Chunk(4), row => Assert.True(row[0] == 0 && row[1] == 1 && row[2] is > 0 and < 1));
    }

    [Fact]
    public void CodesAreTheHiddenUnitsProbabilitiesAndDecodeToTheVisibleOnes()
    {
        Rbm rbm = new(4, 3);
        new TinyRbm(4, 3, 5).Load(rbm, Gpu);
        float[] images = [1, 0, 0, 1, 0, 1, 1, 1];
        using Recording recording = Gpu.Record(() =>
        {
            Tensor code = rbm.Encode(Tensor.From(images, [2, 1, 2, 2])), same = rbm.Forward(Tensor.From(images, [2, 4]));
            return [code, same, rbm.Decode(code), rbm.Reconstruct(same)];
        }, training: false);
        recording.Replay();
        Assert.Equal(recording.Results[1].ToArray(), recording.Results[0].ToArray());
        Assert.Equal(recording.Results[3].ToArray(), recording.Results[2].ToArray());
    }
}
