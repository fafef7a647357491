using VkLearn.Learners;
using Xunit;

namespace VkLearn.Tests.Learners.Speech;

public sealed class CtcDecoderTests
{
    const int Classes = 3, Blank = 2;

    static readonly CtcDecoder decoder = new(Classes, Blank);

    static float[] Path(params double[] probabilities) => [.. probabilities.Select(p => (float)Math.Log(p))];

    [Fact]
    public void GreedyTakesRepeatedOnesOnceAndNoBlanks()
    {
        float[] path = [.. new[] { 0, 0, 2, 0, 1, 1, 2 }.SelectMany(c => Enumerable.Range(0, Classes).Select(k => k == c ? -0.1f : -3))];
        Assert.Equal([0, 0, 1], decoder.Greedy(path));
        Assert.Empty(decoder.Greedy(Path(0.1, 0.1, 0.8)));
        Assert.Empty(decoder.Greedy([]));
    }

    /// <summary>Of two steps a blank is the likeliest each time, but "0" by three alignments is likelier than nothing.</summary>
    [Fact]
    public void ABeamFindsWhatIsLikelyByManyAlignments()
    {
        float[] path = Path(0.4, 0.001, 0.599, 0.4, 0.001, 0.599);
        Assert.Empty(decoder.Greedy(path));
        Assert.Equal([0], decoder.Beam(path, width: 4));
    }

    [Fact]
    public void AWideBeamFindsTheBestOfAll()
    {
        System.Random random = new(1);
        for (int round = 0; round < 50; round++)
        {
            const int steps = 5;
            float[] path = [.. Enumerable.Range(0, steps).SelectMany(_ =>
            {
                double[] raw = [.. Enumerable.Range(0, Classes).Select(_ => random.NextDouble() + 0.01)];
                return raw.Select(p => (float)Math.Log(p / raw.Sum()));
            })];
            Dictionary<string, double> all = [];
            for (int code = 0; code < Math.Pow(Classes, steps); code++)
            {
                int[] classOf = [.. Enumerable.Range(0, steps).Select(t => code / (int)Math.Pow(Classes, t) % Classes)];
                string said = string.Join(' ', classOf.Where((c, t) => c != Blank && (t == 0 || classOf[t - 1] != c)));
                all[said] = all.GetValueOrDefault(said) + Math.Exp(classOf.Select((c, t) => (double)path[t * Classes + c]).Sum());
            }

            Assert.Equal(all.MaxBy(one => one.Value).Key, string.Join(' ', decoder.Beam(path, width: 1000)));
        }
    }

    [Theory, InlineData("1 2 3", "1 2 3", 0), InlineData("", "1 2", 2), InlineData("1 2", "", 2), InlineData("1 3", "1 2 3", 1)]
    [InlineData("2 1 3", "1 2 3", 2), InlineData("5 6", "1 2 3", 3)]
    public void ErrorsAreWhatMustBeChanged(string said, string words, int errors)
    {
        Assert.Equal(errors, CtcDecoder.Errors(Numbers(said), Numbers(words)));

        static int[] Numbers(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
    }

    [Fact]
    public void ABeamOfNothingIsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => decoder.Beam([], 0));
}
