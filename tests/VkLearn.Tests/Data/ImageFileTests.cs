using VkLearn.Data;
using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Data;

public sealed class ImageFileTests
{
    [Fact]
    public void AnImageOfTheSizeIsTakenAsItIs()
    {
        byte[] grey = [.. Enumerable.Range(0, 12).Select(i => (byte)(i * 20))];

        Assert.Equal(grey, ImageFile.Read(SmallPng.Write(grey, rows: 3, columns: 4, channels: 1), [1, 3, 4]));
    }

    [Fact]
    public void ColoursComeAsPlanes()
    {
        string path = SmallPng.Write([10, 20, 30, 40, 50, 60], rows: 1, columns: 2, channels: 3);

        Assert.Equal([10, 40, 20, 50, 30, 60], ImageFile.Read(path, [3, 1, 2]));
    }

    [Fact]
    public void ColoursBecomeGrey() =>
        Assert.Equal([76], ImageFile.Read(SmallPng.Write([255, 0, 0], rows: 1, columns: 1, channels: 3), [1, 1, 1]));

    [Fact]
    public void WhatIsTransparentIsWhite() =>
        Assert.Equal([255, 0], ImageFile.Read(SmallPng.Write([0, 0, 0, 255], rows: 1, columns: 2, channels: 2), [1, 1, 2]));

    [Fact]
    public void ShrinkingTakesMeansAndGrowingIsSmooth()
    {
        byte[] half = [.. Enumerable.Range(0, 64).Select(i => (byte)(i % 8 < 4 ? 0 : 200))];
        string path = SmallPng.Write(half, rows: 8, columns: 8, channels: 1);

        byte[] small = ImageFile.Read(path, [1, 2, 2]), large = ImageFile.Read(path, [1, 16, 16]);

        Assert.Equal((small[0], small[1]), (small[2], small[3]));
        Assert.Equal(200, small[0] + small[1]);
        Assert.InRange(small[0], 0, 50);
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 50, 150, 200, 200, 200, 200, 200, 200, 200], large[..16]);
    }

    [Fact]
    public void ASquareOfDotsShrinksWithoutAliasing()
    {
        byte[] dots = [.. Enumerable.Range(0, 10_000).Select(i => (byte)(i % 2 * 255))];
        Assert.All(ImageFile.Read(SmallPng.Write(dots, rows: 100, columns: 100, channels: 1), [1, 10, 10]),
            value => Assert.InRange(value, 120, 135));
    }

    [Fact]
    public void WhatIsNoImageIsRefused()
    {
        string path = SmallPng.Write([1, 2, 3, 4], rows: 2, columns: 2, channels: 1);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..40]);
        Assert.StartsWith($"{path}: is no image that can be read; PNG",
            Assert.Throws<DataException>(() => ImageFile.Read(path, [1, 2, 2])).Message);
        Assert.Equal("no.png: there is no such file.", Assert.Throws<DataException>(() => ImageFile.Read("no.png", [1, 2, 2])).Message);
        Assert.Throws<ArgumentException>(() => ImageFile.Read(path, [2, 2]));
    }
}
