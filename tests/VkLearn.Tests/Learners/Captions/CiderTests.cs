using VkLearn.Learners;
using Xunit;

namespace VkLearn.Tests.Learners.Captions;

public sealed class CiderTests
{
    static string[] Words(string text) => text.Split(' ');

    static Cider Of(params (string Caption, string[] References)[] images)
    {
        Cider cider = new();
        foreach ((string caption, string[] references) in images)
        {
            cider.Add(Words(caption), [.. references.Select(Words)]);
        }

        return cider;
    }

    [Fact]
    public void WhatIsSaidWordByWordIsWorthAll()
    {
        Cider cider = Of(("a red cat sleeps", ["a red cat sleeps"]), ("one blue dog runs", ["one blue dog runs"]));
        Assert.Equal(1, cider.Plain, 12);
        Assert.Equal(10, cider.D, 12);
    }

    /// <summary>Two images, so that what one of them has weighs log 2 and what both have nothing: of "a cat cat" and "a cat" the vectors
    /// over single words are (0, 2 log 2) and (0, log 2), over pairs (log 2, log 2) and (log 2, 0); there are no longer runs in both.
    /// </summary>
    [Fact]
    public void ByHand()
    {
        Cider cider = Of(("a cat cat", ["a cat"]), ("a dog", ["a dog"]));
        double pairs = 1 / Math.Sqrt(2), gauss = Math.Exp(-1.0 / 72);
        Assert.Equal(((1 + pairs) / 4 + 2.0 / 4) / 2, cider.Plain, 12);
        // Clipped at what the reference has: one word's cosine is log 2 log 2 / (2 log 2 log 2).
        Assert.Equal(10 * ((0.5 + pairs) * gauss / 4 + 2.0 / 4) / 2, cider.D, 12);
    }

    /// <summary>Rare words weigh more: the caption that has the rarer of two right is the better.</summary>
    [Fact]
    public void RareWordsWeighMore()
    {
        (string, string[])[] others = [("x", ["a man walks"]), ("x", ["a man sits"]), ("x", ["a man runs"])];
        double common = Of([("a man", ["a man juggles torches"]), .. others]).Plain;
        double rare = Of([("torches", ["a man juggles torches"]), .. others]).Plain;
        Assert.True(common < 1e-12, $"{common}"); // all images have it
        Assert.True(rare > 0.03, $"{rare}");
    }

    [Fact]
    public void WhatIsNotComparedIsNothing()
    {
        Assert.Equal(0, new Cider().D);
        Assert.Contains("at least one reference", Assert.Throws<ArgumentException>(() => new Cider().Add(["a"], [])).Message);
    }
}
