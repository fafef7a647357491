using VkLearn.Learners;
using Xunit;

namespace VkLearn.Tests.Learners.Captions;

public sealed class BleuTests
{
    static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    static Bleu Of(string caption, params string[] references)
    {
        Bleu bleu = new();
        bleu.Add(Words(caption), [.. references.Select(Words)]);
        return bleu;
    }

    /// <summary>Papineni et al. 2002, section 2.1: seven times "the", of which a reference has two.</summary>
    [Fact]
    public void AWordCountsAtMostAsOftenAsInOneReference() => Assert.Equal(2.0 / 7,
        Of("the the the the the the the", "the cat is on the mat", "there is a cat on the mat").Of(1), 12);

    /// <summary>The first example of the paper: 17 of 18 words and 10 of 17 pairs stand in a reference; the second: 8 of 14, 1 of 13.
    /// </summary>
    [Fact]
    public void ThePapersTwoCandidates()
    {
        string[] references =
        [
            "it is a guide to action that ensures that the military will forever heed party commands",
            "it is the guiding principle which guarantees the military forces always being under the command of the party",
            "it is the practical guide for the army always to heed the directions of the party",
        ];
        Bleu first = Of("it is a guide to action which ensures that the military always obeys the commands of the party", references);
        Bleu second = Of("it is to insure the troops forever hearing the activity guidebook that party direct", references);
        Assert.Equal(1, first.BrevityPenalty); // 18 words, and a reference has 18
        Assert.Equal(17.0 / 18, first.Of(1), 12);
        Assert.Equal(Math.Sqrt(17.0 / 18 * 10 / 17), first.Of(2), 12);
        Assert.Equal(Math.Pow(17.0 / 18 * 10 / 17 * 7 / 16 * 4 / 15, 0.25), first.Of(4), 12);
        double shorter = Math.Exp(1 - 16.0 / 14); // of 16 and 18 words the nearer
        Assert.Equal(shorter * 8 / 14, second.Of(1), 12);
        Assert.Equal(shorter * Math.Sqrt(8.0 / 14 / 13), second.Of(2), 12);
        Assert.Equal(0, second.Of(3)); // it has no three words in a row of any
    }

    /// <summary>Counts and lengths are summed before they are divided: no mean of sentences.</summary>
    [Fact]
    public void IsOfTheWholeCorpus()
    {
        Bleu bleu = new();
        bleu.Add(Words("a red ball"), [Words("a red ball on grass")]);
        bleu.Add(Words("dog dog dog dog dog"), [Words("a dog runs"), Words("one dog")]);
        Assert.Equal(1, bleu.BrevityPenalty); // 8 words; the nearest are of 5 and 3
        Assert.Equal(4.0 / 8, bleu.Of(1), 12);
        Assert.Equal(Math.Sqrt(4.0 / 8 * 2 / 6), bleu.Of(2), 12);
    }

    /// <summary>Of two references as near the shorter one's length counts; a caption that is too short is punished, one too long is not.
    /// </summary>
    [Theory]
    [InlineData("a b c d", "a b c", "a b c d e", 1)]
    [InlineData("a b c", "a b c d e", "a b c d e f", 0.513417119032592)] // exp(1 - 5 / 3)
    [InlineData("a", "a b c d e", "a b c d", 0.0497870683678639)] // exp(1 - 4)
    public void BrevityGoesByTheNearestReference(string caption, string one, string other, double penalty) =>
        Assert.Equal(penalty, Of(caption, one, other).BrevityPenalty, 12);

    [Fact]
    public void NothingWrittenIsWorthNothing()
    {
        Assert.Equal(0, Of("", "a b").Of(1));
        Assert.Equal(0, new Bleu().Of(4));
        Assert.Contains("at least one reference", Assert.Throws<ArgumentException>(() => Of("a")).Message);
    }
}
