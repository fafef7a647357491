using System.Text;
using VkLearn.Data;
using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Data;

[Collection("gpu")]
public sealed class TextSourceTests(GpuFixture fixture)
{
    const string Letters = "abcdefghijklmnopqrst";

    readonly string folder = TempFolder.New();

    static readonly StreamWindows two = StreamWindows.OfNext(2);

    string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    string Text(Dataset set, string column, DataSource source) =>
        Vocabulary.Of((Meaning.Tokens)source.Fields[0].Meaning).Decode(set.Values(fixture.Gpu, column).Select(token => (int)token));

    string Refusal(DataSource source) => Assert.Throws<DataException>(() => source.Load(fixture.Gpu)).Message;

    [Fact]
    public void TheLastTenthIsForTheTest()
    {
        TextSource source = new(Write("a.txt", $"\ufeff{Letters}{Letters}{Letters}"), two);
        Splits splits = source.Load(fixture.Gpu);
        Assert.Equal((26, 2), (splits.Train.Count, splits.Test.Count)); // of 54 and 6
        Assert.Equal("opqr", Text(splits.Test, "tokens", source));
        Assert.Equal("pqrs", Text(splits.Test, "next", source));
        Assert.Equal(20, ((Meaning.Tokens)source.Fields[0].Meaning).Vocabulary.Count);
        Assert.Null(splits.Validation);
    }

    [Fact]
    public void TheValidationIsTheEndOfWhatIsLearnedFrom()
    {
        TextSource source = new(Write("a.txt", $"{Letters}{Letters}{Letters}"), two) { Validation = 0.1 };
        Splits splits = source.Load(fixture.Gpu);
        Assert.Equal("ijkl", Text(splits.Validation!, "tokens", source));
        Assert.Equal((23, 2), (splits.Train.Count, splits.Test.Count));
    }

    [Fact]
    public void AFolderIsItsFilesOneAfterTheOther()
    {
        Write("all/b/2.txt", "ab");
        Write("all/a.txt", $"{Letters}rst");
        Write("all/c.md", "not this");
        TextSource source = new(Path.Combine(folder, "all"), two) { Test = 0.2 };
        Splits splits = source.Load(fixture.Gpu);
        Assert.Equal("stab", Text(splits.Test, "next", source));
        Assert.Equal(9, splits.Train.Count);
    }

    [Fact]
    public void WhatIsNoTextIsRefusedWithItsPlace()
    {
        Assert.EndsWith("is empty: there is no text to learn from", Refusal(new TextSource(Write("empty.txt", ""), two)));
        Assert.EndsWith("holds no file whose name ends in .txt", Refusal(new TextSource(TempFolder.New(), two)));
        Assert.Contains("there is no such file", Refusal(new TextSource(Path.Combine(folder, "none.txt"), two)));
        byte[] latin = [.. "a line\nGr"u8, 0xfc, .. "n"u8];
        Assert.EndsWith("is no text of UTF-8: the byte fc at line 2, column 3 begins no character; save it as that, or use unit: \"byte\"",
            Refusal(new TextSource(Write("latin.txt", latin), two)));
        Assert.Equal(3, new TextSource(Write("latin.txt", latin), two) { Unit = TokenUnit.Byte, Test = 0.3 }.Load(fixture.Gpu).Train.Count);
        Assert.Contains("is too short: its part for test has 2 tokens, a window of 2 and the one that follows take 3",
            Refusal(new TextSource(Write("short.txt", "abababababababababab"), two)));
    }

    [Fact]
    public void ACharacterOfTheTestThatWasNotLearnedIsNamed() => Assert.EndsWith(
        "line 3, column 3: '!' (U+0021) is none of the 21 characters that were learned: abcdefghijklmnopqrst",
        Refusal(new TextSource(Write("a.txt", $"\n{Letters}{Letters}{Letters}\nab!"), two) { Test = 0.07 }));

    [Fact]
    public void AnotherTextIsReadByTheVocabularyThatWasLearned()
    {
        Splits learned = new TextSource(Write("a.txt", Letters + Letters + Letters), two).Load(fixture.Gpu);
        TextSource other = new(Write("b.txt", "tttttttttttttttttttttttttsssss"), two) { PreparedBy = learned.Preparation };
        Assert.Equal([18, 18], other.Load(fixture.Gpu).Test.Values(fixture.Gpu, "tokens"));
        Assert.Contains("'x' (U+0078) is none of the 20 characters",
            Refusal(new TextSource(Write("c.txt", "xxxxxxxxx"), two) { PreparedBy = learned.Preparation }));
    }

    [Fact]
    public void AUsersTextTakesTheGrammarsPlace()
    {
        DataSource source = new DrawnGrammarSource(100, 100, 1, two).At(Write("a.txt", Letters + Letters + Letters));
        Assert.Equal(26, source.Load(fixture.Gpu).Train.Count);
        Assert.Equal(26, source.At(Write("b.txt", Letters + Letters + Letters)).Load(fixture.Gpu).Train.Count);
    }
}
