using System.IO.Compression;
using VkLearn.Data;
using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Data;

/// <summary>All that RFC 1952 allows is read, and what is torn anywhere is not.</summary>
public sealed class PackedFileTests
{
    static readonly byte[] content = [.. Enumerable.Range(0, 3000).Select(i => (byte)(i * i % 251))];

    readonly string path = Path.Combine(TempFolder.New(), "file.gz");

    static byte[] Gzip(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream stream = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            stream.Write(bytes);
        }

        return packed.ToArray();
    }

    /// <summary>As gzip and bgzip write it: with what each of the flags announces.</summary>
    static byte[] WithHeader(byte[] member)
    {
        byte[] head = [0x1f, 0x8b, 8, 0b11110, .. member[4..10], 6, 0, (byte)'B', (byte)'C', 2, 0, 0, 1, .. "name\0"u8, .. "comment\0"u8];
        uint crc = PngChecksums.Crc(head);
        return [.. head, (byte)crc, (byte)(crc >> 8), .. member[10..]];
    }

    byte[] Read(byte[] file)
    {
        File.WriteAllBytes(path, file);
        return PackedFile.ReadAll(path);
    }

    public static TheoryData<string> Forms => ["plain", "one", "several", "blocks", "header", "zeros", "a page of zeros"];

    static byte[] Form(string name) => name switch
    {
        "plain" => content,
        "one" => Gzip(content),
        "several" => [.. Gzip(content[..1000]), .. Gzip(content[1000..1001]), .. Gzip(content[1001..])],
        "blocks" => [.. content.Chunk(700).SelectMany(part => WithHeader(Gzip(part))), // and an empty one, as bgzip ends
            0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, 6, 0, 0x42, 0x43, 2, 0, 0x1b, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        "header" => WithHeader(Gzip(content)),
        "zeros" => [.. Gzip(content), .. new byte[512]],
        _ => [.. WithHeader(Gzip(content[..10])), .. Gzip(content[10..]), .. new byte[100_000]],
    };

    [Fact]
    public void WhatIsUnpackedHasABound()
    {
        using MemoryStream ten = new(new byte[10]), eleven = new(new byte[11]);
        Assert.Equal(10, PackedFile.ReadAll("a", ten, most: 10).Length);
        Assert.StartsWith("a: holds more than 10 bytes when unpacked",
            Assert.Throws<DataException>(() => PackedFile.ReadAll("a", eleven, most: 10)).Message);
    }

    [Theory, MemberData(nameof(Forms))]
    public void IsRead(string form) => Assert.Equal(content, Read(Form(form)));

    [Theory, InlineData("one"), InlineData("several"), InlineData("blocks"), InlineData("header")]
    public void TornAnywhereIsRefused(string form)
    {
        byte[] whole = Form(form);
        int[] ends = [.. Enumerable.Range(2, whole.Length - 2).Where(end => end > whole.Length - 40 || end % 97 == 0)];
        Assert.All(ends, end =>
        {
            byte[]? read = null;
            DataException? refused = Record.Exception(() => read = Read(whole[..end])) as DataException;
            // Between two members a file is whole: nothing tells that another was to follow.
            Assert.True(refused is not null || IsBetweenMembers(whole, end), $"{end} of {whole.Length}: {read?.Length} bytes");
        });
    }

    static bool IsBetweenMembers(byte[] whole, int end) => end < whole.Length && whole[end] == 0x1f && whole[end + 1] == 0x8b;

    [Fact]
    public void WhatFollowsThatIsNoGzipIsTold()
    {
        byte[] whole = Gzip(content);
        foreach (byte[] rest in new byte[][] { [1], [0, 0, 7], [.. "HTTP error"u8], [.. new byte[600], 1] })
        {
            Assert.Contains("goes on after its gzip data", Assert.Throws<DataException>(() => Read([.. whole, .. rest])).Message);
        }
    }

    [Fact]
    public void TornAndFilledUpWithZerosIsRefused()
    {
        byte[] whole = Gzip(content);
        Assert.Equal(0, whole[^1] | whole[^2]); // without those it is the same file
        Assert.All(Enumerable.Range(3, 12), missing => Assert.Throws<DataException>(() => Read([.. whole[..^missing], .. new byte[4096]])));
    }
}
