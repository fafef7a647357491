using VkLearn.Data;
using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Data;

[Collection("gpu")]
public sealed class TreebankSourceTests(GpuFixture fixture)
{
    static string Folder(string train, string test, string? dev = null)
    {
        string folder = TempFolder.New();
        foreach ((string name, string? text) in ((string, string?)[])[("train", train), ("test", test), ("dev", dev)])
        {
            if (text is not null)
            {
                File.WriteAllText(Path.Combine(folder, $"{name}.txt"), text);
            }
        }

        return folder;
    }

    [Fact]
    public void WordsThatAreRareOrComeLaterAreUnknown()
    {
        string folder = Folder("(3 (2 it) (4 works))\n(1 (2 it) (0 fails))\n", "(3 (2 it) (2 (2 never) (4 works)))", "(4 works)");
        Splits splits = new TreebankSource(folder).Load(fixture.Gpu);
        Assert.Equal(["<unknown>", "it"], ((Meaning.Tokens)splits.Train["words"].Meaning).Vocabulary);
        Assert.Equal((2, 1, 1), (splits.Train.Count, splits.Test.Count, splits.Validation!.Count));
        Assert.Equal([1, 0, 0], splits.Test.ReadInt32("words"));
    }

    /// <summary>Inner nodes stand at the end, the root last.</summary>
    [Fact]
    public void TreesAreColumns()
    {
        string folder = Folder("(3 (2 it) (4 works))\n(1 no)", "(3 (2 (1 it) (2 never)) (4 works))");
        Splits splits = new TreebankSource(folder) { LeastCount = 1 }.Load(fixture.Gpu);
        Assert.Equal([-1, -1, 0, 1, -1, -1, -1, -1], splits.Train.ReadInt32("tree"));
        Assert.Equal([2, 4, -1, -1, 3, 1, -1, -1, -1, -1], splits.Train.ReadInt32("label"));
        Assert.Equal([0, 1, 3, 2], splits.Test.ReadInt32("tree"));
        WordTree read = Assert.Single(TreeColumns.Trees(splits.Test, Vocabulary.Of((Meaning.Tokens)splits.Test["words"].Meaning), 9));
        Assert.Equal(["it", "<unknown>", "works"], read.Words);
        Assert.Equal([(0, 1), (3, 2)], read.Children);
        Assert.Equal([1, 2, 4, 2, 3], read.Labels);
    }

    /// <summary>A test later is prepared as it was in training.</summary>
    [Fact]
    public void TheVocabularyIsThatWhichWasLearned()
    {
        Splits first = new TreebankSource(Folder("(3 (2 a) (4 b))", "(2 a)")) { LeastCount = 1 }.Load(fixture.Gpu);
        Splits other = new TreebankSource(Folder("(3 (2 c) (4 b))", "(2 c)")) { LeastCount = 1, PreparedBy = first.Preparation }
            .Load(fixture.Gpu);
        Assert.Equal(((Meaning.Tokens)first.Train["words"].Meaning).Vocabulary, ((Meaning.Tokens)other.Train["words"].Meaning).Vocabulary);
    }

    [Fact]
    public void SaysWhatIsMissingOrWrong()
    {
        Assert.Contains("test.txt: holds no tree",
            Assert.Throws<DataException>(() => new TreebankSource(Folder("(2 a)", " \n")).Load(fixture.Gpu)).Message);
        Assert.Contains("train.txt: line 1, column 2: a label is a whole number from 0 to 4",
            Assert.Throws<DataException>(() => new TreebankSource(Folder("(7 a)", "(2 a)")).Load(fixture.Gpu)).Message);
        Assert.Contains("there is no such file",
            Assert.Throws<DataException>(() => new TreebankSource(TempFolder.New()).Load(fixture.Gpu)).Message);
    }

    [Fact]
    public void TextIsUtf8WithOrWithoutAMark()
    {
        string folder = Folder("(2 (2 na\u00efve) (2 film))", "(2 a)"), train = Path.Combine(folder, "train.txt");
        File.WriteAllBytes(train, [.. "\ufeff(2 a)"u8]);
        Assert.Equal(1, new TreebankSource(folder).Load(fixture.Gpu).Train.Count);
        File.WriteAllBytes(train, [.. "(2 na"u8, 0xef, .. "ve)"u8]); // Latin-1
        Assert.Contains("is no text of UTF-8",
            Assert.Throws<DataException>(() => new TreebankSource(folder).Load(fixture.Gpu)).Message);
    }

    /// <summary>The counts that the treebank is described by.</summary>
    [Fact]
    public void ReadsTheSentimentTreebank()
    {
        string folder = Path.GetDirectoryName(SharedData.Find("sst/train.txt"))!;
        IReadOnlyList<WordTree> Trees(string name) => BracketReader.Read(File.ReadAllText(Path.Combine(folder, name)), name, classes: 5);
        IReadOnlyList<WordTree> train = Trees("train.txt");
        Assert.Equal(8544, train.Count);
        Assert.Equal(318_582, train.Sum(tree => tree.Labels.Count));
        Assert.Equal([1092, 2218, 1624, 2322, 1288],
            train.GroupBy(tree => tree.Labels[^1]).OrderBy(group => group.Key).Select(group => group.Count()));
        Assert.Equal((82_600, 41_447),
            (Trees("test.txt").Sum(tree => tree.Labels.Count), Trees("dev.txt").Sum(tree => tree.Labels.Count)));
    }
}
