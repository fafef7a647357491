using System.IO.Compression;
using VkLearn.Data;
using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Data;

public sealed class IdxFileTests
{
    static readonly byte[] TwoByThree = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 10, 20, 30, 40, 50, 255];

    readonly string folder = TempFolder.New();

    [Theory, InlineData(false, "a"), InlineData(true, "a.gz"), InlineData(true, "a"), InlineData(false, "a.gz")]
    public void ReadsPlainAndGzipByContent(bool gzip, string name)
    {
        IdxFile file = IdxFile.Read(Write(name, TwoByThree, gzip));
        Assert.Equal([2, 3], file.Sizes);
        Assert.Equal([10, 20, 30, 40, 50, 255], file.Bytes);
    }

    [Fact]
    public void ReadsFourAxesAndMoreThanAMebibyte()
    {
        byte[] elements = [.. Enumerable.Range(0, 100 * 3 * 64 * 64).Select(i => (byte)(i * 7))];
        IdxFile file = IdxFile.Read(Write("faces",
            [0, 0, 8, 4, 0, 0, 0, 100, 0, 0, 0, 3, 0, 0, 0, 64, 0, 0, 0, 64, .. elements], gzip: true));
        Assert.Equal([100, 3, 64, 64], file.Sizes);
        Assert.Equal(elements, file.Bytes);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void EveryCutIsTold(bool gzip)
    {
        byte[] whole = File.ReadAllBytes(Write("whole", TwoByThree, gzip));
        for (int length = 0; length < whole.Length; length++)
        {
            string path = Write($"cut-{length}", whole[..length]);
            DataException error = Assert.Throws<DataException>(() => IdxFile.Read(path));
            Assert.StartsWith(path + ": ", error.Message);
        }
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 5, 1, 2 }, "ends at byte 10", "need 13 bytes")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 1, 1, 2 }, "goes on after byte 9")]
    [InlineData(new byte[] { 0, 0, 8, 2, 0, 0 }, "ends at byte 6", "the sizes")]
    [InlineData(new byte[] { (byte)'P', (byte)'K', 3, 4, 0, 0, 0, 0 }, "0x50 0x4b", "no idx file")]
    [InlineData(new byte[] { 0, 0, 13, 1, 0, 0, 0, 1, 0, 0, 0, 0 }, "byte 2 is 0x0d, float32", "uint8")]
    [InlineData(new byte[] { 0, 0, 8, 0, 0, 0, 0, 1 }, "byte 3 gives 0 axes")]
    [InlineData(new byte[] { 0, 0, 8, 5, 0, 0, 0, 1 }, "byte 3 gives 5 axes")]
    [InlineData(new byte[] { 0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 0 }, "axis 1 has size 0 (byte 8)")]
    [InlineData(new byte[] { 0, 0, 8, 2, 0, 1, 0, 0, 0, 1, 0, 0, 1 }, "[65536, 65536]", "more than 2 GiB")]
    [InlineData(new byte[] { 0, 0, 8, 4, 127, 255, 255, 255, 127, 255, 255, 255, 127, 255, 255, 255, 127, 255, 255, 255, 1 },
        "more than 2 GiB")]
    [InlineData(new byte[] { 0, 0, 8, 1, 127, 255, 255, 0, 1 }, "ends at byte 9")]
    public void JunkIsTold(byte[] content, params string[] parts)
    {
        string path = Write("junk", content);
        DataException error = Assert.Throws<DataException>(() => IdxFile.Read(path));
        Assert.StartsWith(path + ": ", error.Message);
        Assert.All(parts, part => Assert.Contains(part, error.Message));
    }

    [Fact]
    public void JunkBehindAGzipMagicIsTold() =>
        Assert.Contains("gzip data is damaged", Assert.Throws<DataException>(
            () => IdxFile.Read(Write("junk.gz", [0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]))).Message);

    [Fact]
    public void AFlippedBitInGzipIsTold()
    {
        byte[] whole = File.ReadAllBytes(Write("whole.gz", TwoByThree, gzip: true));
        whole[^6] ^= 1;    // in the checksum
        Assert.Contains("gzip data is damaged", Assert.Throws<DataException>(() => IdxFile.Read(Write("flipped.gz", whole))).Message);
    }

    [Fact]
    public void AMissingFileIsTold() =>
        Assert.Contains("there is no such file", Assert.Throws<DataException>(() => IdxFile.Read(Path.Combine(folder, "nowhere"))).Message);

    [Fact]
    public void AFolderIsNoFile() => Assert.Contains("cannot be read", Assert.Throws<DataException>(() => IdxFile.Read(folder)).Message);

    [Theory, InlineData("train-images-idx3-ubyte", "train-labels-idx1-ubyte.gz", true),
        InlineData("t10k-images.idx3-ubyte.gz", "t10k-labels.idx1-ubyte", false)]
    public void FindsAPair(string images, string labels, bool train)
    {
        Write(images, Images(3), gzip: images.EndsWith(".gz"));
        Write(labels, Labels(0, 9, 5), gzip: labels.EndsWith(".gz"));
        var pair = IdxFile.ReadPair(folder, train);
        Assert.Equal([3, 1, 2], pair.Images.Sizes);
        Assert.Equal([0, 9, 5], pair.Labels.Bytes);
    }

    [Fact]
    public void FewerLabelsThanImagesAreTold()
    {
        WritePair(Images(3), Labels(1, 2));
        Assert.Contains("3 images but 2 labels", Assert.Throws<DataException>(() => IdxFile.ReadPair(folder, train: true)).Message);
    }

    [Fact]
    public void ALabelBeyondTheClassesIsTold()
    {
        WritePair(Images(4), Labels(1, 2, 7, 9));
        DataException error = Assert.Throws<DataException>(() => IdxFile.ReadPair(folder, train: true, classes: 7));
        Assert.Contains("label 7 at index 2 (byte 10), but with 7 classes labels go from 0 to 6", error.Message);
    }

    [Fact]
    public void SwappedFilesAreTold()
    {
        WritePair(Labels(1, 2), Labels(1, 2));
        Assert.Contains("images need at least two", Assert.Throws<DataException>(() => IdxFile.ReadPair(folder, train: true)).Message);
        WritePair(Images(2), Images(2));
        Assert.Contains("labels have one", Assert.Throws<DataException>(() => IdxFile.ReadPair(folder, train: true)).Message);
    }

    [Fact]
    public void AMissingPairSaysWhatIsWanted()
    {
        Assert.Contains("t10k-images-idx3-ubyte", Assert.Throws<DataException>(() => IdxFile.ReadPair(folder, train: false)).Message);
        Assert.Contains("no such directory",
            Assert.Throws<DataException>(() => IdxFile.ReadPair(Path.Combine(folder, "no"), train: false)).Message);
    }

    void WritePair(byte[] images, byte[] labels)
    {
        Write("train-images-idx3-ubyte", images);
        Write("train-labels-idx1-ubyte", labels);
    }

    static byte[] Images(byte count) => [0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 1, 0, 0, 0, 2, .. new byte[2 * count]];

    static byte[] Labels(params byte[] labels) => [0, 0, 8, 1, 0, 0, 0, (byte)labels.Length, .. labels];

    string Write(string name, byte[] content, bool gzip = false)
    {
        string path = Path.Combine(folder, name);
        using Stream stream = gzip ? new GZipStream(File.Create(path), CompressionLevel.Optimal) : File.Create(path);
        stream.Write(content);
        return path;
    }
}
