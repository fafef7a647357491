using VkLearn.Data;
using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Data;

public sealed class BracketReaderTests
{
    static IReadOnlyList<WordTree> Read(string text) => BracketReader.Read(text, "trees.txt", classes: 5);

    [Fact]
    public void ReadsWordsNodesAndLabels()
    {
        WordTree tree = Assert.Single(Read("(3 (2 It) (4 (1 (0 really) (3 does)) (4 work)))\n"));
        Assert.Equal(["It", "really", "does", "work"], tree.Words);
        Assert.Equal([(1, 2), (4, 3), (0, 5)], tree.Children);
        Assert.Equal([2, 0, 3, 4, 1, 4, 3], tree.Labels);
    }

    [Fact]
    public void ReadsTreesOfAWordAndSeveralOnALine() =>
        Assert.Equal(["Good", "Bad"], Read("(4 Good) (0 Bad)").Select(tree => Assert.Single(tree.Words)));

    /// <summary>A no-break space is a part of a word.</summary>
    [Fact]
    public void WordsMayBeBracketsAndSlashes() => Assert.Equal(["(", ")", "1/2", "8\u00a01/2"],
        Read(@"(2 (2 (2 -LRB-) (2 -RRB-)) (2 (2 1\/2) (2 8" + "\u00a0" + @"1\/2)))")[0].Words);

    /// <summary>No text ends the process.</summary>
    [Fact]
    public void BracketsAreNotOpenedWithoutEnd() => Assert.StartsWith("trees.txt: line 1, column 3001: more than 1000 brackets",
        Assert.Throws<DataException>(() => Read(string.Concat(Enumerable.Repeat("(1 ", 1_000_000)))).Message);

    /// <summary>Who writes a sentence need not know its labels.</summary>
    [Theory]
    [InlineData("(not true)", new[] { "not", "true" }, new[] { -1, -1, -1 })]
    [InlineData("((not true) (and false))", new[] { "not", "true", "and", "false" }, new[] { -1, -1, -1, -1, -1, -1, -1 })]
    [InlineData("(3 (2 It) works)", new[] { "It", "works" }, new[] { 2, -1, 3 })]
    [InlineData("(3 It (4 works) )", new[] { "It", "works" }, new[] { -1, 4, 3 })]
    [InlineData("( so)", new[] { "so" }, new[] { -1 })]
    [InlineData("(4 so)", new[] { "so" }, new[] { 4 })]
    public void LabelsMayBeLeftOut(string text, string[] words, int[] labels)
    {
        WordTree tree = Assert.Single(BracketReader.Read(text, "sentence", classes: 5, needsLabels: false));
        Assert.Equal(words, tree.Words);
        Assert.Equal(labels, tree.Labels);
    }

    [Theory]
    [InlineData("(not true", "column 1: this bracket is not closed before the end")]
    [InlineData("(not", "column 1: this bracket is not closed before the end")]
    [InlineData("(", "column 1: this bracket is not closed before the end")]
    [InlineData("(true and false)", "column 11: a node has two children or a word, and then its bracket is closed, but here stands 'f'")]
    [InlineData("((not true))", "column 12: a node has two children or a word, but here it has one child")]
    [InlineData("(5 true)", "column 2: a label is a whole number from 0 to 4, but here stands \"5\"")]
    [InlineData("()", "column 2: a word or two children are needed")]
    [InlineData("(not true) false", "column 12: a tree begins with an opening bracket, but here stands 'f'")]
    public void SaysWhereAWrittenSentenceIsNoTree(string text, string found) => Assert.Equal($"sentence: line 1, {found}",
        Assert.Throws<DataException>(() => BracketReader.Read(text, "sentence", classes: 5, needsLabels: false)).Message);

    [Theory]
    [InlineData("(3 (2 It) (4 works)\n", "line 1, column 1: this bracket is not closed before the end")]
    [InlineData("(2 Fine)\n(3 (2 It) (4 works", "line 2, column 11: this bracket is not closed before the end")]
    [InlineData("(3 (2 It)", "line 1, column 1: this bracket is not closed before the end")]
    [InlineData("(3", "line 1, column 1: this bracket is not closed before the end")]
    [InlineData("(2 Fine)\n(2 (5 It) (4 works))", "line 2, column 5: a label is a whole number from 0 to 4, but here stands \"5\"")]
    [InlineData("(good It)", "line 1, column 2: a label is a whole number from 0 to 4, but here stands \"good\"")]
    [InlineData("( (2 It))", "line 1, column 3: a label is a whole number from 0 to 4, but here stands '('")]
    [InlineData("(2 (2 It))", "line 1, column 10: a node has two children or a word, but here it has one child")]
    [InlineData("(2 (2 It) (2 is) (2 so))", "line 1, column 18: a node has two children or a word, and then its bracket is closed, but "
        + "here stands '('")]
    [InlineData("(2 It) )", "line 1, column 8: a tree begins with an opening bracket, but here stands ')'")]
    [InlineData("(2 )", "line 1, column 4: behind a label a word or two brackets are needed")]
    public void SaysWhereItIsNoTree(string text, string found) =>
        Assert.Equal($"trees.txt: {found}", Assert.Throws<DataException>(() => Read(text)).Message);
}
