using System.IO.Compression;
using VkLearn.Data;
using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Data;

[Collection("gpu")]
public sealed class Cifar10Tests(GpuFixture fixture) : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("cifar-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Records whose bytes are their label times 20, plus 1 in green and 2 in blue.</summary>
    static byte[] Records(params int[] labels) => [.. labels.SelectMany(label => (byte[])
        [(byte)label, .. Enumerable.Range(0, 3072).Select(i => (byte)(label * 20 + i / 1024))])];

    string Write(string name, byte[] content)
    {
        string path = Path.Combine(folder, name);
        using Stream file = File.Create(path);
        using Stream target = name.EndsWith(".gz") ? new GZipStream(file, CompressionLevel.Fastest) : file;
        target.Write(content);
        return path;
    }

    (float[] Items, float[] Labels) All(Dataset data)
    {
        using Recording recording = fixture.Gpu.Record(() =>
        {
            (Tensor item, Tensor label) = data.NextBatch(data.Count);
            return [item, label];
        }, training: false);
        recording.Replay();
        return (recording.Results[0].ToArray(), recording.Results[1].ToArray());
    }

    [Fact]
    public void ReadsAllBatchesInOrderPlainOrPacked()
    {
        Write("data_batch_2.bin.gz", Records(3));
        Write("data_batch_1.bin", Records(9, 0));
        Write("data_batch_1.bin.gz", Records(9, 0)); // the same, packed: not twice
        Write("test_batch.bin", Records(7));
        Write("batches.meta.txt", [1, 2, 3]);

        (Dataset train, Dataset test) = new Cifar10Source(folder).Load(fixture.Gpu);

        (float[] items, float[] labels) = All(train);
        Assert.Equal([9, 0, 3], labels);
        Assert.Equal(("[3, 32, 32]", "[3, 32, 32]"), ($"{train.Shape}", $"{test.Shape}"));
        Assert.Equal([180, 181, 182, 0, 1, 2, 60, 61, 62], items.Chunk(1024).Select(plane => (int)MathF.Round(plane[5] * 255)));
        Assert.Equal(1, test.Count);
    }

    [Fact]
    public void ReadsTheSharedCut()
    {
        string directory = Path.GetDirectoryName(SharedData.Find("cifar10/data_batch_first10000.bin.gz"))!;
        (Dataset train, Dataset test) = DataDirectory.Open(directory, [1, 28, 28]).Load(fixture.Gpu);
        Assert.Equal((10_000, 1000), (train.Count, test.Count));

        (float[] items, float[] labels) = All(test);
        Assert.Equal([3, 8, 8, 0, 6, 6, 1, 6, 3, 1], labels[..10]); // cat, ship, ship, airplane, frog, frog, ...
        foreach (int channel in (int[])[0, 1, 2])
        {
            float[] values = [.. items.Chunk(1024).Where((_, i) => i % 3 == channel).SelectMany(plane => plane)];
            double mean = values.Average(v => (double)v), deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
            Assert.Equal(Cifar10.Mean[channel], mean, 0.02);
            Assert.Equal(Cifar10.Deviation[channel], deviation, 0.02);
        }
    }

    [Theory]
    [InlineData(0, "holds 0 bytes: 0 images of 3073")]
    [InlineData(3072, "holds 3072 bytes: 0 images of 3073 (a label and 3 x 32 x 32) and 3072 bytes more")]
    [InlineData(3074, "1 images of 3073 (a label and 3 x 32 x 32) and 1 bytes more, but only whole images are right")]
    public void ATruncatedFileIsTold(int length, string message)
    {
        foreach (string name in (string[])["data_batch_1.bin", "data_batch_1.bin.gz"])
        {
            string path = Write(name, Records(1, 2)[..length]);
            Assert.StartsWith($"{path}: ", Refused().Message);
            Assert.Contains(message, Refused().Message);
            File.Delete(path);
        }
    }

    [Fact]
    public void ATornGzipIsTold()
    {
        string path = Write("data_batch_1.bin.gz", Records(1, 2));
        byte[] whole = File.ReadAllBytes(path);
        foreach (int length in (int[])[3, whole.Length / 2, whole.Length - 5, whole.Length - 1])
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.StartsWith($"{path}: ", Refused().Message);
        }
    }

    [Fact]
    public void AWrongLabelIsTold()
    {
        Write("data_batch_1.bin", Records(1, 10, 2));
        Assert.Contains("image 1 (byte 3073) has label 10, CIFAR-10's labels go from 0 to 9", Refused().Message);
    }

    [Fact]
    public void MissingFilesAreTold()
    {
        Assert.Contains("holds no data_batch*.bin, with or without .gz", Refused().Message);
        Write("data_batch_1", [1]);
        Assert.Contains("do not end in .bin: CIFAR-10's Python version", Refused().Message);
        Assert.Contains("there is no such directory",
            Assert.Throws<DataException>(() => Cifar10.Train(fixture.Gpu, Path.Combine(folder, "no"))).Message);
        Write("data_batch_1.bin", Records(1));
        Assert.Contains("holds no test_batch*.bin",
            Assert.Throws<DataException>(() => new Cifar10Source(folder).Load(fixture.Gpu)).Message);
    }

    DataException Refused() => Assert.Throws<DataException>(() => Cifar10.Train(fixture.Gpu, folder));

    [Fact]
    public void WithoutADirectoryShapesStandForIt()
    {
        DataSource source = Catalog<DataSource>.Read(Settings.Parse("test", "\"Cifar10\""u8));
        Assert.SkipWhen(source is Cifar10Source, "VKLEARN_DATA names CIFAR-10");
        Assert.Equal("drawing 10000 shapes, and 1000 for the test, as there is no CIFAR-10 (name its directory with --data DIR)",
            source.Loading);
        Assert.Equal((10, "[3, 32, 32]"), (source.Classes, $"{source.Item}"));
    }
}
