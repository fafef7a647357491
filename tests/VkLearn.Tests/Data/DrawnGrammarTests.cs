using VkLearn.Data;
using Xunit;

namespace VkLearn.Tests.Data;

[Collection("gpu")]
public sealed class DrawnGrammarTests(GpuFixture fixture)
{
    /// <summary>Long windows tell what the text's own probability says, whose mean is the entropy.</summary>
    [Fact]
    public void TheEntropyIsWhatALetterTells()
    {
        string text = DrawnGrammar.Write(400_000, seed: 5);
        Assert.Equal(DrawnGrammar.Entropy, DrawnGrammar.NatsOf(text, StreamWindows.OfNext(4000)), 0.006);
        Assert.InRange(DrawnGrammar.Entropy, 0.3, 0.6);
    }

    /// <summary>Who sees less before a letter is told more by it.</summary>
    [Fact]
    public void ShorterWindowsTellMore()
    {
        string text = DrawnGrammar.Write(40_000, seed: 5);
        double[] nats = [.. new[] { 2, 8, 64, 1000 }.Select(window => DrawnGrammar.NatsOf(text, StreamWindows.OfNext(window)))];
        Assert.Equal(nats.OrderDescending(), nats);
        Assert.InRange(nats[2], nats[3] + 0.01, nats[3] + 0.1);
    }

    /// <summary>Of the same text its letters' pairs: the forward algorithm against counting.</summary>
    [Fact]
    public void WindowsOfOneAreTheLettersPairs()
    {
        string text = DrawnGrammar.Write(200_000, seed: 5);
        Dictionary<char, int> firsts = text[..^1].GroupBy(letter => letter).ToDictionary(group => group.Key, group => group.Count());
        double nats = text.Zip(text[1..]).GroupBy(pair => pair)
            .Sum(group => -group.Count() * Math.Log((double)group.Count() / firsts[group.Key.First])) / (text.Length - 1);
        Assert.Equal(nats, DrawnGrammar.NatsOf(text, StreamWindows.OfNext(1)), 0.005);
    }

    [Fact]
    public void TheSameSeedWritesTheSame()
    {
        string text = DrawnGrammar.Write(1000, seed: 5);
        Assert.Equal(text[..500], DrawnGrammar.Write(500, seed: 5));
        Assert.NotEqual(text, DrawnGrammar.Write(1000, seed: 6));
    }

    [Fact]
    public void TheTestSaysHowWellItCanBeForetold()
    {
        Splits splits = new DrawnGrammarSource(20_000, 20_000, 1, StreamWindows.OfNext(64)) { Validation = 0.1 }.Load(fixture.Gpu);
        Assert.InRange(((Meaning.Tokens)splits.Test.Fields[1].Meaning).BestNats!.Value, DrawnGrammarSource.Entropy, 0.6);
        Assert.Null(((Meaning.Tokens)splits.Train.Fields[1].Meaning).BestNats);
        Assert.Equal((281, 312, 31), (splits.Train.Count, splits.Test.Count, splits.Validation!.Count));
    }
}
