using VkLearn.Data;
using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Data;

[Collection("gpu")]
public sealed class ImageFolderTests(GpuFixture fixture) : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("images-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>An image of one colour, or of stripes where there are several.</summary>
    string Write(string name, int channels = 3, int rows = 2, params byte[] columns)
    {
        string path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        byte[] row = [.. columns.SelectMany(value => Enumerable.Repeat(value, channels))];
        File.Copy(SmallPng.Write([.. Enumerable.Repeat(row, rows).SelectMany(x => x)], rows, columns.Length, channels), path);
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
        return ([.. recording.Results[0].ToArray().Select(x => MathF.Round(x * 255))], recording.Results[1].ToArray());
    }

    Splits Load(int channels = 3, bool convert = false) =>
        new ImageFolderSource(folder, [channels, 1, 1], convert).Load(fixture.Gpu);

    [Fact]
    public void FoldersAreClassesAndTheSecondOfFiveIsForTheTest()
    {
        for (byte i = 0; i < 7; i++)
        {
            Write($"dog/{i}.png", columns: i);
        }

        Write("Cat/a.png", columns: 100);
        Write("Cat/b.png", columns: 101);
        File.WriteAllText(Path.Combine(folder, "Cat", ".hidden"), "no image");
        File.WriteAllText(Path.Combine(folder, "readme.txt"), "no class");

        ImageFolderSource source = new(folder, [3, 1, 1]);
        (Dataset train, Dataset test) = source.Load(fixture.Gpu);

        Assert.Equal(["Cat", "dog"], source.ClassNames); // ordinal: capitals first
        Assert.Equal([0, 1, 1, 1, 1, 1], All(train).Labels);
        Assert.Equal([100, 0, 2, 3, 4, 5], All(train).Items.Where((_, i) => i % 3 == 0));
        Assert.Equal([0, 1, 1], All(test).Labels);
        Assert.Equal([101, 1, 6], All(test).Items.Where((_, i) => i % 3 == 2));
    }

    [Fact]
    public void TrainAndTestMayLieApart()
    {
        Write("train/a/1.png", columns: 10);
        Write("train/b/1.png", columns: 20);
        Write("test/a/1.png", columns: 30);
        Write("test/b/1.png", columns: 40);
        (Dataset train, Dataset test) = Load();
        Assert.Equal([10, 20], All(train).Items.Where((_, i) => i % 3 == 0));
        Assert.Equal([30, 40], All(test).Items.Where((_, i) => i % 3 == 0));

        Write("test/c/1.png", columns: 40);
        Assert.Contains("class \"c\" is only in \"test\"", Assert.Throws<DataException>(() => Load()).Message);
    }

    [Fact]
    public void ImagesMayLieInFoldersBelowTheirClass()
    {
        Write("a/mon/1.png", columns: 10);
        Write("a/tue/late/2.png", columns: 20);
        Write("b/mon/1.png", columns: 30);
        Write("b/2.png", columns: 40);
        DataSource source = Read($$"""{"type": "ImageFolder", "directory": "{{folder.Replace('\\', '/')}}", "size": 1, "nested": true}""");
        Assert.Equal(["a", "b"], source.ClassNames);
        Splits splits = source.Load(fixture.Gpu);
        Assert.Equal([0, 1], All(splits.Train).Labels);
        Assert.Equal([10, 40], All(splits.Train).Items.Where((_, i) => i % 3 == 0)); // b/2.png is before b/mon
        Assert.Equal([20, 30], All(splits.Test).Items.Where((_, i) => i % 3 == 0));
    }

    [Fact]
    public void TheMiddleOfAnImageIsBroughtToTheSize()
    {
        Write("a/1.png", channels: 1, rows: 2, columns: [9, 100, 200, 9]); // wide: its middle is taken, as it is
        Write("a/2.png", channels: 1, rows: 8, columns: [50, 50]);
        (float[] items, _) = All(new ImageFolderSource(folder, [1, 2, 2]).Load(fixture.Gpu).Train);
        Assert.Equal([100, 200, 100, 200], items);
        Assert.Equal([50, 50, 50, 50], All(new ImageFolderSource(folder, [1, 2, 2]).Load(fixture.Gpu).Test).Items);
    }

    [Fact]
    public void MixedChannelsAreTold()
    {
        Write("a/1.png", columns: 10);
        Write("a/2.png", columns: 10);
        string grey = Write("a/3.png", channels: 1, columns: 20);
        Assert.Equal($"{grey}: is grey, 1 channel, where images of [3, 1, 1] are asked for; use channels: 1 if all are so, "
            + "or convert: true to bring all to 3", Assert.Throws<DataException>(() => Load()).Message);
        Assert.Contains("1.png: is coloured, 3 channels", Assert.Throws<DataException>(() => Load(channels: 1)).Message);
        Assert.Equal([10, 10, 10, 20, 20, 20], All(Load(convert: true).Train).Items);
    }

    [Fact]
    public void AnImageThatIsNoneIsTold()
    {
        Write("a/1.png", columns: 10);
        Write("a/2.png", columns: 10);
        string path = Path.Combine(folder, "a", "3.png");
        File.WriteAllText(path, "no image at all");
        Assert.StartsWith($"{path}: is no image that can be read; PNG", Assert.Throws<DataException>(() => Load()).Message);
    }

    [Fact]
    public void EmptyAndMissingFoldersAreTold()
    {
        Assert.Contains("holds no folders", Assert.Throws<DataException>(() => Load()).Message);
        string empty = Directory.CreateDirectory(Path.Combine(folder, "empty")).FullName;
        Assert.Equal($"{empty}: is an empty class: it holds no images; put some there, or remove the folder",
            Assert.Throws<DataException>(() => Load()).Message);
        Directory.CreateDirectory(Path.Combine(empty, "deeper"));
        Assert.Contains("is an empty class: it holds folders, but no images; use nested: true if they lie in those",
            Assert.Throws<DataException>(() => Load()).Message);
        Write("empty/1.png", columns: 10);
        Assert.Contains("holds one image; to learn from and to test on takes two", Assert.Throws<DataException>(() => Load()).Message);
        Assert.Contains("there is no such directory", Assert.Throws<DataException>(
            () => new ImageFolderSource(Path.Combine(folder, "no"), [3, 1, 1]).ClassNames).Message);
    }

    [Theory]
    [InlineData("""{"type": "ImageFolder", "directory": "x", "size": 8}""", "[3, 8, 8]")]
    [InlineData("""{"type": "ImageFolder", "directory": "x", "size": [4, 6], "channels": 1}""", "[1, 4, 6]")]
    public void ScenesSayItsSize(string json, string item) =>
        Assert.Equal(item, Read(json).Item.ToString());

    [Theory]
    [InlineData("""{"type": "ImageFolder", "directory": "x", "size": [4]}""", "\"size\" must be a number of pixels, or [rows, columns]")]
    [InlineData("""{"type": "ImageFolder", "directory": "x", "size": 8, "channels": 2}""", "\"channels\" must be 1 or 3, received 2")]
    [InlineData("""{"type": "ImageFolder", "size": 8}""", "\"directory\" is missing")]
    [InlineData("""{"type": "ImageFolder", "directory": "x"}""", "\"size\" is missing")]
    public void ScenesThatSayItWrongAreRefused(string json, string message) =>
        Assert.Contains(message, Assert.Throws<SettingsException>(() => Read(json)).Message);

    static DataSource Read(string json) => Catalog<DataSource>.Read(Settings.Parse("test", System.Text.Encoding.UTF8.GetBytes(json)));
}
