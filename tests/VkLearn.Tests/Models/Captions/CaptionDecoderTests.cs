using VkLearn.Models;
using Xunit;

namespace VkLearn.Tests.Models.Captions;

public sealed class CaptionDecoderTests(GpuFixture fixture) : OpTests(fixture)
{
    const int Words = 7, Features = 3, Images = 2, Steps = 4;

    static Tensor Maps() => Tensor.From((float[])Input.Of([Images, Features, 2, 3]).Values(new System.Random(4)), [Images, Features, 2, 3]);

    static Tensor Text(int rows) =>
        Tensor.From([.. Enumerable.Range(0, Steps * rows).Select(i => (i * 5 + i / 3) % Words)], [Steps, rows]);

    /// <summary>What is taught all at once is what is written word by word, for each of several captions of an image.</summary>
    [Theory, InlineData(0, 2), InlineData(5, 2), InlineData(5, 6), InlineData(0, 4)]
    public void TeachingIsWritingWordByWord(int attended, int rows)
    {
        CaptionDecoder decoder = new(Words, Features, units: 6, embedded: 5, attended);
        using Recording recording = Gpu.Record(() =>
        {
            (Tensor maps, Tensor text) = (Maps(), Text(rows));
            CaptionDecoder.Memory memory = decoder.Remember(maps);
            CaptionDecoder.Held held = decoder.Begin(memory, rows);
            Tensor[] logits = new Tensor[Steps];
            for (int step = 0; step < Steps; step++)
            {
                (held, _) = decoder.Next(decoder.Sums(text.Slice(0, step, 1).Reshape([rows])), held, memory);
                logits[step] = decoder.Logits(held.Hidden);
            }

            return [decoder.Teach(maps, text).Logits, Tensor.Concat(0, logits)];
        }, training: false);
        recording.Replay();
        AssertClose([.. recording.Results[1].ToArray().Select(x => (double)x)], recording.Results[0].ToArray(), 1e-4);
    }

    /// <summary>Places have no order: turned, the same is said, and what was looked at is turned with them.</summary>
    [Fact]
    public void WhereItLooksFollowsThePlaces()
    {
        CaptionDecoder decoder = new(Words, Features, units: 6, embedded: 5, attended: 4);
        using Recording recording = Gpu.Record(() =>
        {
            Tensor[] made = [.. new[] { Maps(), Maps().Flip(3) }.SelectMany(maps =>
            {
                CaptionDecoder.Memory memory = decoder.Remember(maps);
                (CaptionDecoder.Held held, Tensor? seen) = decoder.Next(
                    decoder.Sums(Tensor.From([1, 2], [Images])), decoder.Begin(memory, Images), memory);
                return (Tensor[])[held.Hidden, seen!.Reshape([Images, 2, 3])];
            })];
            return [made[0], made[1], made[2], made[3].Flip(2)];
        }, training: false);
        recording.Replay();
        for (int i = 0; i < 2; i++)
        {
            AssertClose([.. recording.Results[i].ToArray().Select(x => (double)x)], recording.Results[i + 2].ToArray(), 1e-4);
        }
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        CaptionDecoder decoder = new(Words, Features, 6, 5, 4);
        Assert.Contains("needs an image's maps [N, 3, h, w], received [1, 2, 4, 4]. Use features: 2.",
            Assert.Throws<ArgumentException>(() => decoder.Remember(Tensor.Ones([1, 2, 4, 4]))).Message);
        Assert.Contains("Take an encoder that ends with a convolution",
            Assert.Throws<ArgumentException>(() => new CaptionDecoder(Words, Features, 6, 5).Remember(Tensor.Ones([1, 3]))).Message);
    }
}
