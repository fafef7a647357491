using VkLearn.Layers;
using Xunit;

namespace VkLearn.Tests.Layers;

public sealed class SelfAttentionTests(GpuFixture fixture) : OpTests(fixture)
{
    [Theory, InlineData(1, 1, 1, 1), InlineData(2, 7, 6, 3), InlineData(3, 33, 8, 2)]
    public void HeadsAreAttentionsOfTheirOwn(int items, int steps, int features, int heads)
    {
        SelfAttention layer = new(features, heads);
        float[] x = (float[])Input.Of([items, steps, features]).Values(new System.Random(3));
        int each = features / heads;
        using Recording recording = Gpu.Record(() =>
        {
            Tensor input = Tensor.From(x, [items, steps, features]);
            Tensor asked = input.MatMul(layer.Parameters[0]) + layer.Parameters[1];
            Tensor[] found = [.. Enumerable.Range(0, heads).Select(head =>
                Part(asked, 0, head).Attention(Part(asked, 1, head), Part(asked, 2, head), isCausal: true))];
            return [layer.Forward(input), Tensor.Concat(-1, found).MatMul(layer.Parameters[2]) + layer.Parameters[3]];
        });
        recording.Replay();
        AssertClose([.. recording.Results[1].ToArray().Select(value => (double)value)], recording.Results[0].ToArray(), 2e-4);

        Tensor Part(Tensor asked, int which, int head) => asked.Slice(-1, which * features + head * each, each);
    }

    /// <summary>What comes later changes nothing of a causal step, and something of another.</summary>
    [Theory, InlineData(true), InlineData(false)]
    public void TheFutureIsHidden(bool isCausal)
    {
        SelfAttention layer = new(4, 2, isCausal);
        float[] x = (float[])Input.Of([1, 5, 4]).Values(new System.Random(3));
        float[] before = Run(_ => layer.Forward(Tensor.From(x, [1, 5, 4])));
        x[^1] += 1;
        float[] after = Run(_ => layer.Forward(Tensor.From(x, [1, 5, 4])));
        Assert.Equal(isCausal, before[..16].SequenceEqual(after[..16]));
        Assert.NotEqual(before[16..], after[16..]);
    }

    [Fact]
    public void PositionsAreAdded()
    {
        Position learned = new(5, 2, Initializer.Constant(0.5f));
        Assert.Equal([1.5f, 1.5f, 1.5f, 1.5f, 1.5f, 1.5f], Run(_ => learned.Forward(Tensor.Ones([1, 3, 2]))));
        float[] waves = Run(_ => new SinusoidalPosition().Forward(Tensor.Zeros([2, 3, 4])));
        AssertClose([0, 1, 0, 1, Math.Sin(1), Math.Cos(1), Math.Sin(0.01), Math.Cos(0.01), Math.Sin(2), Math.Cos(2), Math.Sin(0.02),
            Math.Cos(0.02)], waves[..12]);
        Assert.Equal(waves[..12], waves[12..]);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Assert.Contains("features must be a multiple of heads 3, received 4",
            Assert.Throws<ArgumentException>(() => new SelfAttention(4, 3)).Message);
        Assert.Contains("needs sequences [N, T, 4], received [2, 4]",
            Assert.Throws<ArgumentException>(() => new SelfAttention(4).Forward(Tensor.Ones([2, 4]))).Message);
        Assert.Contains("of at most 3 steps, received [1, 4, 2]",
            Assert.Throws<ArgumentException>(() => new Position(3, 2).Forward(Tensor.Ones([1, 4, 2]))).Message);
    }
}
