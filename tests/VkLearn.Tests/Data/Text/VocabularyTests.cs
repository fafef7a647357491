using VkLearn.Data;
using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Data;

public sealed class VocabularyTests
{
    static Vocabulary Of(TokenUnit unit, string text, int most = 100) =>
        Vocabulary.Of(TextPieces.Of(text, unit, "text"), int.MaxValue, most);

    [Theory, InlineData(TokenUnit.Character), InlineData(TokenUnit.Byte), InlineData(TokenUnit.Word)]
    public void WhatIsDecodedIsWhatWasEncoded(TokenUnit unit)
    {
        const string text = "It isn't  so, »sagt« sie:\r\n\t3 Bäume\u2026 \ud83d\ude80!";
        Vocabulary vocabulary = Of(unit, text);
        Assert.Equal(text, vocabulary.Decode(vocabulary.Encode(text, "text")));
    }

    [Fact]
    public void CharactersAreThoseOfUnicodeInItsOrder()
    {
        Vocabulary vocabulary = Of(TokenUnit.Character, "baa\ud83d\ude80b");
        Assert.Equal(["a", "b", "\ud83d\ude80"], vocabulary);
        Assert.Equal([1, 0, 0, 2, 1], vocabulary.Encode("baa\ud83d\ude80b", "text"));
    }

    [Fact]
    public void WordsAreTheMostFrequentAndTheOthersUnknown()
    {
        Vocabulary vocabulary = Of(TokenUnit.Word, "the cat and the dog and the bird", most: 3);
        Assert.Equal([Vocabulary.Unknown, " and", " the"], vocabulary); // one "the" has no blank before it
        Assert.Equal([0, 0, 1, 2, 0], vocabulary.Encode("the cat and the dog", "text"));
    }

    [Fact]
    public void BytesAreAlwaysAll()
    {
        Vocabulary vocabulary = Of(TokenUnit.Byte, "a");
        Assert.Equal(256, vocabulary.Count);
        Assert.Equal([97, 10, 0xc3, 0xa4], vocabulary.Encode("a\n\u00e4", "text"));
        Assert.Equal(["a", "<00>", "<c3>"], [vocabulary[97], vocabulary[0], vocabulary[0xc3]]);
    }

    [Fact]
    public void ACharacterThatItLacksIsNamedWithItsPlace()
    {
        Vocabulary vocabulary = Of(TokenUnit.Character, "abc\n");
        Assert.Equal("--prompt: line 2, column 3: '\u00e9' (U+00E9) is none of the 4 characters that were learned: abc",
            Assert.Throws<DataException>(() => vocabulary.Encode("abc\nab\u00e9", "--prompt")).Message);
    }

    [Fact]
    public void ItComesBackFromACheckpoint()
    {
        Vocabulary vocabulary = Of(TokenUnit.Word, "a \"word\"\\\n");
        Vocabulary read = Vocabulary.Read(vocabulary.Write())!;
        Assert.Equal(vocabulary, (IEnumerable<string>)read);
        Assert.Equal(TokenUnit.Word, read.Unit);
        Assert.Null(Vocabulary.Read(null));
        Assert.Null(Vocabulary.Read("{\"type\":\"CsvSource\"}"));
    }
}
