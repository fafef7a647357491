using VkLearn.Rendering;
using Xunit;

namespace VkLearn.Tests.Rendering.Targets;

public sealed class PngFileTests
{
    readonly string folder = TempFolder.New();

    [Theory, InlineData(1, 1), InlineData(61, 37)]
    public void ReadsWhatItWrote(int width, int height)
    {
        byte[] pixels = new byte[width * height * 4];
        new Random(1).NextBytes(pixels);
        string path = Path.Combine(folder, "made", "picture.png");
        PngFile.Write(path, new byte[4], 1, 1);
        PngFile.Write(path, pixels, width, height);
        (byte[] rgba, int readWidth, int readHeight) = PngFile.Read(path);
        Assert.Equal((width, height), (readWidth, readHeight));
        Assert.Equal(pixels, rgba);
        Assert.Equal([path], Directory.EnumerateFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void RefusesWhatIsNoPicture()
    {
        string path = Path.Combine(folder, "text.png");
        File.WriteAllText(path, "not a picture");
        Assert.StartsWith($"{path} is not a picture that can be read",
            Assert.Throws<InvalidDataException>(() => PngFile.Read(path)).Message);
        PngFile.Write(path, new byte[400], 10, 10);
        byte[] whole = File.ReadAllBytes(path);
        foreach (int length in (int[])[0, 1, 20, whole.Length / 2])
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Throws<InvalidDataException>(() => PngFile.Read(path));
        }
        Assert.Throws<ArgumentException>(() => PngFile.Write(path, new byte[5], 1, 1));
    }
}
