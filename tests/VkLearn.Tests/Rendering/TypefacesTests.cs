using VkLearn.Rendering;
using Xunit;

namespace VkLearn.Tests.Rendering;

public sealed class TypefacesTests
{
    const string Missing = "\U000F1234"; // of a private plane: no typeface has it

    [Fact]
    public void RobotoHasCyrillicAndGreek() => Assert.All((string[])["Кроссовки и сандалии", "Ελληνικά", "T-shirt × 3 − 1 … ∞"], text =>
        Assert.Equal([(text, null)], Typefaces.Divide(text)));

    [Theory, InlineData("日本語の長い名前"), InlineData("שלום"), InlineData("☺ smile"), InlineData("a" + Missing + "b")]
    public void NothingIsLeftOutUnseen(string text)
    {
        var parts = Typefaces.Divide(text);
        Assert.Equal(text.EnumerateRunes().Count(), parts.Sum(part => part.Text.EnumerateRunes().Count()));
        Assert.All(parts, static part =>
            Assert.True((part.Typeface ?? Typefaces.Roboto(false)).ContainsGlyphs(part.Text), $"{part.Text} has no glyphs"));
        Assert.InRange(Canvas.Measure(text, TextStyle.Body, 1), 1, 400);
    }

    [Fact]
    public void WhatNoneHasIsReplacedAndToldOnce()
    {
        List<string> told = [];
        const string never = "\U000F4321";
        void Tell(string character)
        {
            lock (told)
            {
                told.Add(character);
            }
        }
        Typefaces.Missed += Tell;
        Assert.Equal([($"a{Typefaces.Replacement}b", null)], Typefaces.Divide($"a{never}b"));
        Typefaces.Divide(never);
        Typefaces.Missed -= Tell;
        Assert.Single(told, never);
        Assert.Equal(Canvas.Measure(Typefaces.Replacement, TextStyle.Body, 1), Canvas.Measure(never, TextStyle.Body, 1));
    }

    [Fact]
    public void ACharacterIsNotCutInTwo()
    {
        string text = string.Concat(Enumerable.Repeat(Missing, 20));
        for (float width = 0; width < 300; width += 7)
        {
            string fitting = Canvas.Fit(text, TextStyle.Body, 1, width);
            Assert.Equal(0, fitting.TrimEnd('…').Length % 2);
        }
    }
}
