using VkLearn.Data;
using Xunit;

namespace VkLearn.Tests.Data;

public sealed class DataDirectoryTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("data-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("data_batch_1.bin", typeof(Cifar10Source))]
    [InlineData("cat/1.png", typeof(ImageFolderSource))]
    [InlineData("train-images-idx3-ubyte", typeof(MnistSource))]
    [InlineData("readme.txt", typeof(MnistSource))]
    [InlineData("x.npy", typeof(NpySource))]
    [InlineData("x_train.npy", typeof(NpySource))]
    [InlineData("patients.csv", typeof(CsvSource))]
    [InlineData("patients.tsv", typeof(CsvSource))]
    public void TellsFormatsByWhatIsThere(string file, Type source)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, file))!);
        File.WriteAllBytes(Path.Combine(folder, file), []);
        Assert.IsType(source, DataDirectory.Open(folder, [3, 8, 8]));
    }

    [Fact]
    public void ATableIsAFileOrTwo()
    {
        string Write(string name)
        {
            string path = Path.Combine(folder, name);
            File.WriteAllText(path, "a,b\n1,2\n");
            return path;
        }

        string train = Write("train.csv"), test = Write("test.csv");
        CsvSource both = Assert.IsType<CsvSource>(DataDirectory.Open(folder, [1]));
        Assert.Equal((train, test), (both.File, both.TestFile));
        Assert.True(both.TargetIsLast);
        Assert.Null(Assert.IsType<CsvSource>(DataDirectory.Open(train, [1])).TestFile);
    }

    [Fact]
    public void ADirectoryThatIsNotThereIsRefusedWhenItIsRead() =>
        Assert.IsType<MnistSource>(DataDirectory.Open(Path.Combine(folder, "no"), [3, 8, 8]));
}
