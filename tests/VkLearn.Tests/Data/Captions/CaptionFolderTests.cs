using System.IO.Compression;
using System.Text;
using VkLearn.Data;
using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Data.Captions;

[Collection("gpu")]
public sealed class CaptionFolderTests(GpuFixture fixture) : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("captions-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    const string Three = "0\ttrain\ta.png\tA dog's ball, and a DOG.\n0\ttrain\ta.png\tA dog .\n"
        + "2\ttest\tc.png\tA cat\n1\tdev\tb.png\tA dog\n";

    void WriteTable(string text, Encoding? encoding = null) =>
        File.WriteAllBytes(Path.Combine(folder, "captions.tsv"), (encoding ?? Encoding.UTF8).GetBytes(text));

    /// <summary>An image of two pixels of one grey, in each channel one more.</summary>
    byte[] Png(byte grey) => File.ReadAllBytes(SmallPng.Write(
        [grey, (byte)(grey + 1), (byte)(grey + 2), grey, (byte)(grey + 1), (byte)(grey + 2)], 1, 2, 3));

    Splits Load(int leastCount = 2) => new CaptionFolderSource(folder, [3, 1, 2], leastCount).Load(fixture.Gpu);

    (float[] Images, float[] Captions) All(Dataset data)
    {
        using Recording recording = fixture.Gpu.Record(() =>
        {
            (Tensor image, Tensor captions) = data.NextBatch(data.Count);
            return [image, captions];
        }, training: false);
        recording.Replay();
        return ([.. recording.Results[0].ToArray().Select(x => MathF.Round(x * 255))], recording.Results[1].ToArray());
    }

    /// <summary>Words that stand often enough where there is to be learned have the first numbers; others are known, but not learned.
    /// </summary>
    [Fact]
    public void WordsAreThoseOfThePartToLearnFrom()
    {
        WriteTable(Three);
        foreach ((string name, byte grey) in new[] { ("a.png", (byte)10), ("b.png", (byte)20), ("c.png", (byte)30) })
        {
            File.WriteAllBytes(Path.Combine(folder, name), Png(grey));
        }

        Splits data = Load();
        CaptionWords words = (CaptionWords)((Meaning.Tokens)data.Train["captions"].Meaning).Vocabulary;
        Assert.Equal(["<end>", "<start>", "<unknown>", "a", "dog", "and", "ball", "cat", "dog's"], words);
        Assert.Equal(5, words.Learned);
        Assert.Equal(Shape.Of([2, 7]), data.Train["captions"].Shape);
        Assert.Equal([3, 8, 6, 5, 3, 4, 0, 3, 4, 0, -1, -1, -1, -1], All(data.Train).Captions);
        Assert.Equal([3, 7, 0, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1], All(data.Test).Captions);
        Assert.Equal([10, 10, 11, 11, 12, 12], All(data.Train).Images);
        Assert.Equal([20, 20, 21, 21, 22, 22], All(data.Validation!).Images);
        Assert.Equal(["a", "dog"], words.Decode([3, 4, 0, 4]));
    }

    [Fact]
    public void ImagesLieInAZipOrInAnIdxFile()
    {
        WriteTable(Three);
        using (ZipArchive zip = ZipFile.Open(Path.Combine(folder, "images.zip"), ZipArchiveMode.Create))
        {
            foreach ((string name, byte grey) in new[] { ("a.png", (byte)10), ("in/b.png", (byte)20), ("c.png", (byte)30) })
            {
                using Stream entry = zip.CreateEntry(name).Open();
                entry.Write(Png(grey));
            }
        }

        Assert.Equal([30, 30, 31, 31, 32, 32], All(Load().Test).Images);
        byte[] idx = [0, 0, 8, 4, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, .. Enumerable.Range(1, 18).Select(i => (byte)i)];
        File.WriteAllBytes(Path.Combine(folder, "images-1x2x3-ubyte"), idx);
        Assert.Equal([13, 16, 14, 17, 15, 18], All(Load().Test).Images); // the third image's planes
        idx[7] = 2;
        File.WriteAllBytes(Path.Combine(folder, "images-1x2x3-ubyte"), idx[..^6]);
        Assert.Contains("has sizes [2, 1, 2, 3], the images of", Assert.Throws<DataException>(() => Load()).Message);
    }

    [Fact]
    public void AnImageThatIsMissingIsNamedWithItsLine()
    {
        WriteTable(Three);
        File.WriteAllBytes(Path.Combine(folder, "a.png"), Png(1));
        File.WriteAllBytes(Path.Combine(folder, "b.png"), Png(1));
        string message = Assert.Throws<DataException>(() => Load()).Message;
        Assert.Contains("captions.tsv: line 3 is of \"c.png\", which lies neither in ", message);
        Assert.Contains("put it there, or take its lines out", message);
        File.WriteAllText(Path.Combine(folder, "c.png"), "no image");
        Assert.Contains("c.png: is no image that can be read", Assert.Throws<DataException>(() => Load()).Message);
    }

    [Fact]
    public void CaptionsInAnotherEncodingAreRefused()
    {
        WriteTable("0\ttrain\ta.png\tA café\n", Encoding.Latin1);
        Assert.Contains("is no text of UTF-8: the byte e9 at line 1, column 20 begins no character; save it as that",
            Assert.Throws<DataException>(() => Load()).Message);
        File.WriteAllBytes(Path.Combine(folder, "captions.tsv"), [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Three)]);
        Assert.Contains("the byte ff at line 1, column 1", Assert.Throws<DataException>(() => Load()).Message);
    }

    [Theory]
    [InlineData("0\ttrain\ta.png\n", "line 1: an image's number, its part (train, test, dev, none)")]
    [InlineData("0\ttrain\ta.png\tA\n\n1\ttrial\tb.png\tA\n", "line 3: an image's number")]
    [InlineData("0\ttrain\ta.png\tA\n0\ttest\ta.png\tA\n", "line 2: image 0 is \"a.png\" of part \"test\", but \"a.png\" of part")]
    [InlineData("0\ttrain\ta.png\tA\n", "has no image of part \"test\"")]
    public void LinesOfAnotherFormAreRefused(string text, string said)
    {
        WriteTable(text);
        Assert.Contains(said, Assert.Throws<DataException>(() => Load()).Message);
    }

    /// <summary>What is loaded later is told by the words that were learned.</summary>
    [Fact]
    public void WordsOfARunAreKept()
    {
        WriteTable(Three);
        new[] { "a.png", "b.png", "c.png" }.ToList().ForEach(name => File.WriteAllBytes(Path.Combine(folder, name), Png(1)));
        string prepared = Load().Preparation!;
        WriteTable(Three.Replace("dog", "horse"));
        CaptionFolderSource later = new(folder, [3, 1, 2], 1) { PreparedBy = prepared };
        CaptionWords words = (CaptionWords)((Meaning.Tokens)later.Fields[1].Meaning).Vocabulary;
        Assert.Equal(["<end>", "<start>", "<unknown>", "a", "dog", "and", "ball", "cat", "horse", "horse's"], words);
        Assert.Equal(5, words.Learned);
    }
}
