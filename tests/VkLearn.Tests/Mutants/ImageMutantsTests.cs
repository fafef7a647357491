using System.Buffers.Binary;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Tests.Data;
using Xunit;

namespace VkLearn.Tests.Mutants;

public sealed class ImageMutantsTests
{
    [Fact]
    public void AreReadOrRefused() => new MutantRun { Mended = WithChecksums, MostBytes = 2L << 30 }.Check(
        [.. ((string[])["png", "jpeg", "bmp", "tga", "gif"]).Select(DecodedImageTests.Written),
            Convert.FromBase64String(DecodedImageTests.Progressive)],
        bytes => ImageFile.Read("mutant", bytes, [3, 8, 8]), refusal => refusal is DataException { Path: "mutant" });

    /// <summary>A PNG whose chunks' checksums are right, else the file as it is.</summary>
    static byte[] WithChecksums(byte[] file)
    {
        const int signature = 8, around = 12;
        for (int at = signature; file is [0x89, ..] && at + around <= file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            if (length < 0 || length > file.Length - at - around)
            {
                break;
            }

            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(at + 8 + length), PngChecksums.Crc(file.AsSpan(at + 4, 4 + length)));
            at += around + length;
        }

        return file;
    }
}
