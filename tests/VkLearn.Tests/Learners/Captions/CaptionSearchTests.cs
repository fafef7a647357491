using VkLearn.Data;
using VkLearn.Learners;
using VkLearn.Models;
using Xunit;

namespace VkLearn.Tests.Learners.Captions;

public sealed class CaptionSearchTests(GpuFixture fixture) : OpTests(fixture)
{
    const int Words = 5, Length = 3, Features = 3, Images = 2;

    static readonly int[] sayable = [CaptionWords.End, 3, 4];

    static Tensor Maps() => Tensor.From((float[])Input.Of([Images, Features, 2, 2]).Values(new System.Random(8)), [Images, Features, 2, 2]);

    CaptionDecoder Sharp()
    {
        CaptionDecoder decoder = new(Words, Features, units: 8, embedded: 4, attended: 4);
        System.Random random = new(6);
        using Recording begin = Gpu.Record(() => decoder.Teach(Maps(), Tensor.From(new int[Images], [1, Images])).Logits, training: false);
        foreach (Parameter parameter in decoder.Parameters)
        {
            parameter.Load([.. Enumerable.Range(0, (int)parameter.Shape.Count).Select(_ => 2 * (float)random.NextDouble() - 1)]);
        }

        return decoder;
    }

    int[][] Found(CaptionDecoder decoder, int width)
    {
        using Recording search = Gpu.Record(
            () => new CaptionSearch(decoder, Words, width, Length).Run(Maps(), Images).Words, training: false);
        search.Replay();
        return [.. search.Result.ToArray().Select(word => (int)word).Chunk(Length)];
    }

    /// <summary>All that can be said: ends follow the first end.</summary>
    static IEnumerable<int[]> AllCaptions() => from a in sayable from b in sayable from c in sayable
        where (a != 0 || b == 0) && (b != 0 || c == 0) select (int[])[a, b, c];

    /// <summary>The logarithms of the probabilities of a caption's first words, one after the other, of an image.</summary>
    double[] Logs(CaptionDecoder decoder, int[] caption, int image)
    {
        int[] before = [.. ((int[])[CaptionWords.Start, .. caption[..^1]]).SelectMany(word => Enumerable.Repeat(word, Images))];
        using Recording taught = Gpu.Record(
            () => decoder.Teach(Maps(), Tensor.From(before, [Length, Images])).Logits.LogSoftmax(), training: false);
        taught.Replay();
        float[] logs = taught.Result.ToArray();
        return [.. caption.Select((word, step) => (double)logs[(step * Images + image) * Words + word])];
    }

    /// <summary>With room for all beginnings it finds the best of all captions.</summary>
    [Fact]
    public void FindsTheBestOfAll()
    {
        CaptionDecoder decoder = Sharp();
        int[][] found = Found(decoder, width: 15);
        for (int image = 0; image < Images; image++)
        {
            int[] best = AllCaptions().MaxBy(caption => Logs(decoder, caption, image)
                .Take(caption.Contains(0) ? Array.IndexOf(caption, 0) + 1 : Length).Average())!;
            Assert.Equal(best, found[image]);
        }
    }

    [Fact]
    public void WithOneBeginningItIsGreedy()
    {
        CaptionDecoder decoder = Sharp();
        int[][] found = Found(decoder, width: 1);
        for (int image = 0; image < Images; image++)
        {
            int[] caption = new int[Length];
            for (int step = 0; step < Length && (step == 0 || caption[step - 1] != 0); step++)
            {
                caption[step] = sayable.MaxBy(word =>
                {
                    caption[step] = word;
                    return Logs(decoder, caption, image)[step];
                });
            }

            Assert.Equal(caption, found[image]);
        }
    }

    /// <summary>What was looked at is that of the words that won, and sums to one.</summary>
    [Fact]
    public void EachWordHasWhatWasLookedAt()
    {
        CaptionDecoder decoder = Sharp();
        using Recording search = Gpu.Record(() => new CaptionSearch(decoder, Words, 4, Length).Run(Maps(), Images).Seen!, training: false);
        search.Replay();
        Assert.Equal(Shape.Of([Images, Length, 4]), search.Result.Shape);
        Assert.All(search.Result.ToArray().Chunk(4), word => Assert.Equal(1, word.Sum(), 5));
    }
}
