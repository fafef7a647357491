using System.Buffers.Binary;
using StbImageWriteSharp;
using VkLearn.Data;
using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Data;

/// <summary>What a decoder could not read whole is an error, in every format; and an image is seen as its file says.</summary>
public sealed class DecodedImageTests
{
    const int Rows = 24, Columns = 32;

    readonly string path = Path.Combine(TempFolder.New(), "image");

    /// <summary>Red above left, green above right, blue below left, white below right.</summary>
    static byte[] Pixels(int rows = Rows, int columns = Columns) => [.. Enumerable.Range(0, rows * columns).SelectMany(at =>
        (at / columns < rows / 2, at % columns < columns / 2) switch
        {
            (true, true) => new byte[] { 255, 0, 0 },
            (true, false) => [0, 255, 0],
            (false, true) => [0, 0, 255],
            _ => [255, 255, 255],
        })];

    internal static byte[] Written(string format)
    {
        using MemoryStream file = new();
        ImageWriter writer = new();
        switch (format)
        {
            case "png": return File.ReadAllBytes(SmallPng.Write(Pixels(), Rows, Columns, channels: 3));
            case "jpeg": writer.WriteJpg(Pixels(), Columns, Rows, ColorComponents.RedGreenBlue, file, 95); break;
            case "bmp": writer.WriteBmp(Pixels(), Columns, Rows, ColorComponents.RedGreenBlue, file); break;
            case "tga": writer.WriteTga(Pixels(), Columns, Rows, ColorComponents.RedGreenBlue, file); break;
            default: return Gif();
        }

        return file.ToArray();
    }

    /// <summary>Four by four pixels of four colours: codes of three bits, a clear code before each second, so that none grows.</summary>
    static byte[] Gif()
    {
        List<int> codes = [];
        for (int i = 0; i < 16; i++)
        {
            if (i % 2 == 0)
            {
                codes.Add(4);
            }

            codes.Add((i / 8 * 2) + (i % 4 / 2));
        }

        codes.Add(5);
        byte[] bits = new byte[(codes.Count * 3 + 7) / 8];
        for (int i = 0; i < codes.Count * 3; i++)
        {
            bits[i / 8] |= (byte)((codes[i / 3] >> (i % 3) & 1) << (i % 8));
        }

        return [.. "GIF89a"u8, 4, 0, 4, 0, 0x91, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255,
            0x2c, 0, 0, 0, 0, 4, 0, 4, 0, 0, 2, (byte)bits.Length, .. bits, 0, 0x3b];
    }

    /// <summary>The same picture, 24 wide and 16 high, with some noise, as cjpeg writes it with -progressive: ten scans.</summary>
    internal const string Progressive =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYV"
        + "pQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wgARCAAQ"
        + "ABgDASIAAhEBAxEB/8QAGAAAAgMAAAAAAAAAAAAAAAAAAAUCBAb/xAAVAQEBAAAAAAAAAAAAAAAAAAADBf/aAAwDAQACEAMQAAABX20+hZ5D8n"
        + "Sf/8QAFxAAAwEAAAAAAAAAAAAAAAAAAAMQBf/aAAgBAQABBQIRcmf/xAAaEQABBQEAAAAAAAAAAAAAAAARAAEDBBRh/9oACAEDAQE/AbNrRE8Q"
        + "BWLq/8QAGxEAAQQDAAAAAAAAAAAAAAAAAAEDBRIUYaH/2gAIAQIBAT8BfjaNqtuGLs//xAAYEAACAwAAAAAAAAAAAAAAAAAAEAEDgf/aAAgBAQ"
        + "AGPwIl24v/xAAYEAACAwAAAAAAAAAAAAAAAAAAEIHB8P/aAAgBAQABPyEpeMr/2gAMAwEAAgADAAAAEMff/8QAGxEAAgMAAwAAAAAAAAAAAAAA"
        + "AREAMVEh4fD/2gAIAQMBAT8Qzqct0QaQzZ5Xc//EABsRAAIBBQAAAAAAAAAAAAAAAAARATFhoeHw/9oACAECAQE/EK40soudrZ//xAAaEAACAw"
        + "EBAAAAAAAAAAAAAAAAASExQVHw/9oACAEBAAE/EFRz8kdUZg3YuGz/2Q==";

    (byte[] Bytes, int Rows, int Columns) Read(byte[] file)
    {
        File.WriteAllBytes(path, file);
        DecodedImage image = DecodedImage.Read(path, isGrey: false);
        return (image.Bytes, image.Rows, image.Columns);
    }

    string Refusal(byte[] file) => Assert.Throws<DataException>(() => Read(file)).Message;

    [Theory, InlineData("png"), InlineData("jpeg"), InlineData("bmp"), InlineData("tga"), InlineData("gif")]
    public void WhatIsCutOffIsRefused(string format)
    {
        byte[] whole = Written(format);
        (byte[] bytes, int rows, int columns) = Read(whole);
        Assert.Equal("rgbw", Corners(bytes, rows, columns));
        int last = format == "gif" ? whole.Length - 2 : whole.Length - 1; // a GIF's last byte says only that no further image follows
        foreach (int length in new[] { last, whole.Length * 95 / 100, whole.Length / 2, whole.Length / 10 })
        {
            Assert.StartsWith($"{path}: is no image that can be read; PNG, JPEG", Refusal(whole[..length]));
        }
    }

    static string Corners(byte[] bytes, int rows, int columns) =>
        string.Concat(new[] { 0, columns - 1, (rows - 1) * columns, rows * columns - 1 }.Select(at => NameOf(bytes.AsSpan(4 * at, 3))));

    static char NameOf(ReadOnlySpan<byte> pixel) => (pixel[0] > 128, pixel[1] > 128, pixel[2] > 128) switch
    {
        (true, false, false) => 'r',
        (false, true, false) => 'g',
        (false, false, true) => 'b',
        (true, true, true) => 'w',
        _ => '?',
    };

    /// <summary>What lacks in the middle the decoder takes for zeros: the codes tell that blocks are missing before the next marker.
    /// </summary>
    [Theory, InlineData(false), InlineData(true)]
    public void AJpegsScansHoldAllOfTheirBlocks(bool isProgressive)
    {
        byte[] whole = isProgressive ? Convert.FromBase64String(Progressive) : Written("jpeg");
        (byte[] bytes, int rows, int columns) = Read(whole);
        Assert.Equal("rgbw", Corners(bytes, rows, columns));
        (int Begin, int End)[] scans = [.. Scans(whole)];
        Assert.Equal(isProgressive ? 10 : 1, scans.Length);
        foreach ((int begin, int end) in scans)
        {
            int cut = (begin + end) / 2 - (whole[(begin + end) / 2 - 1] == 0xff ? 1 : 0); // not within two bytes that are one
            Assert.Contains("before its blocks do", Refusal([.. whole[..cut], .. whole[end..]]));
        }
    }

    /// <summary>From behind each header of a scan to the next marker.</summary>
    static IEnumerable<(int Begin, int End)> Scans(byte[] jpeg)
    {
        for (int at = 0; at + 1 < jpeg.Length; at++)
        {
            if (jpeg[at] == 0xff && jpeg[at + 1] == 0xda)
            {
                int begin = at + 2 + jpeg[at + 3], end = begin;
                while (jpeg[end] != 0xff || jpeg[end + 1] == 0)
                {
                    end++;
                }

                yield return (begin, end);
            }
        }
    }

    [Fact]
    public void TheHeaderOfALargeOneIsEnough()
    {
        byte[] png = Written("png"), bmp = Written("bmp");
        byte[] header = [.. "IHDR"u8, 0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0, .. png[24..29]];
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(18), 100_000);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(22), -100_000); // from the top down
        byte[] large = [.. png[..12], .. header, .. png[29..]];
        BinaryPrimitives.WriteUInt32BigEndian(large.AsSpan(29), PngChecksums.Crc(header));
        const string told = "its header says that it has 100000 x 100000 pixels, and at most 100,000,000 are decoded";
        Assert.Contains(told, Refusal(large));
        Assert.Contains(told, Refusal(bmp));
    }

    /// <summary>Megabytes of zeros behind a header of a small image.</summary>
    [Fact]
    public void WhatAPngUnpacksToIsBoundedByItsHeader()
    {
        byte[] png = File.ReadAllBytes(SmallPng.Write(new byte[100 << 20], rows: 2, columns: 2, channels: 1));
        Assert.InRange(png.Length, 100_000, 1_000_000);
        Assert.Contains("its pixels, unpacked, come to more than the 46 bytes", Refusal(png));
    }

    [Fact]
    public void AChangedByteOfAPngIsRefusedUnlessItIsOfNoUse()
    {
        byte[] whole = Written("png"), changed = [.. whole];
        changed[50] ^= 1;
        Assert.Contains("its chunk IDAT at byte 33 is not as it was written, its checksum differs", Refusal(changed));
        byte[] noted = [.. whole[..33], 0, 0, 0, 1, .. "tEXt"u8, 65, 0, 0, 0, 0, .. whole[33..]]; // a text with a wrong checksum
        Assert.Equal(Read(whole).Bytes, Read(noted).Bytes);
    }

    /// <summary>What is to be seen above left, above right, below left, below right.</summary>
    [Theory]
    [InlineData(1, "rgbw"), InlineData(2, "grwb"), InlineData(3, "wbgr"), InlineData(4, "bwrg")]
    [InlineData(5, "rbgw"), InlineData(6, "brwg"), InlineData(7, "wgbr"), InlineData(8, "gwrb")]
    public void AJpegIsTurnedAsItsExifDataSay(int orientation, string expected)
    {
        foreach (bool isLittle in new[] { true, false })
        {
            (byte[] bytes, int rows, int columns) = Read(Oriented(orientation, isLittle));
            Assert.Equal(orientation >= 5 ? (Columns, Rows) : (Rows, Columns), (rows, columns));
            Assert.Equal(expected, Corners(bytes, rows, columns));
        }
    }

    static byte[] Oriented(int orientation, bool isLittle)
    {
        byte[] Number(int value, int size) => [.. Enumerable.Range(0, size)
            .Select(i => (byte)(value >> 8 * (isLittle ? i : size - 1 - i)))];
        byte[] tiff = [.. isLittle ? "II"u8 : "MM"u8, .. Number(42, 2), .. Number(8, 4), .. Number(2, 2),
            .. Number(0x10f, 2), .. Number(2, 2), .. Number(4, 4), .. Number(0, 4), // a maker, first
            .. Number(0x112, 2), .. Number(3, 2), .. Number(1, 4), .. Number(orientation, 2), 0, 0, .. Number(0, 4)];
        byte[] whole = Written("jpeg"), exif = [.. "Exif\0\0"u8, .. tiff];
        return [.. whole[..2], 0xff, 0xe1, 0, (byte)(exif.Length + 2), .. exif, .. whole[2..]];
    }

    /// <summary>Infer reads by <see cref="ImageFile"/>, training by <see cref="ImageFolder"/>: both take the middle.</summary>
    [Fact]
    public void WhatIsAskedIsReadAsWhatWasLearnedFrom()
    {
        byte[] wide = [.. Enumerable.Range(0, 12 * 4).Select(at => (byte)(at % 12 is >= 4 and < 8 ? 20 : 220))];
        string image = SmallPng.Write(wide, rows: 4, columns: 12, channels: 1), folder = TempFolder.New();
        foreach (string name in new[] { "a/1.png", "a/2.png" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
            File.Copy(image, Path.Combine(folder, name));
        }

        Assert.Equal(Enumerable.Repeat((byte)20, 16), ImageFile.Read(image, [1, 4, 4]));
        Assert.Equal(ImageFile.Read(image, [1, 4, 4]), ImageFile.ReadWithChannels(Path.Combine(folder, "a", "1.png"), [1, 4, 4]).Bytes);
    }
}
