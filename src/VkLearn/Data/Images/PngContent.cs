using System.Buffers.Binary;
using System.IO.Compression;

namespace VkLearn.Data;

/// <summary>
/// What a PNG's packed pixels come to, against what its header asks for: a decoder unpacks all there is, and a byte can stand for a
/// thousand.
/// </summary>
static class PngContent
{
    const int Signature = 8, Around = 12; // of a chunk's content: length and type before, checksum behind
    const int MostOfAByte = 1032, Harmless = 1 << 26;

    /// <param name="file">One whose chunks are whole (<see cref="PngChecksums"/>).</param>
    /// <returns>What is wrong; null where nothing is, or it is no PNG.</returns>
    public static string? TooMuch(ReadOnlySpan<byte> file)
    {
        if (file is not [0x89, (byte)'P', (byte)'N', (byte)'G', ..])
        {
            return null;
        }

        using MemoryStream packed = new();
        long asked = 0;
        for (int at = Signature; at + Around <= file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file[at..]);
            ReadOnlySpan<byte> type = file.Slice(at + 4, 4), content = file.Slice(at + 8, length);
            if (type.SequenceEqual("IHDR"u8) && length >= 8)
            {
                asked = Most(BinaryPrimitives.ReadUInt32BigEndian(content), BinaryPrimitives.ReadUInt32BigEndian(content[4..]));
            }
            else if (type.SequenceEqual("IDAT"u8))
            {
                packed.Write(content);
            }
            else if (type.SequenceEqual("IEND"u8))
            {
                break;
            }

            at += Around + length;
        }

        return packed.Length * MostOfAByte > Math.Max(asked, Harmless) && IsMore(packed, asked)
            ? $"its pixels, unpacked, come to more than the {asked} bytes that its header can ask for" : null;
    }

    /// <summary>With 8 bytes a pixel, and a filter for each row of each of seven passes at most.</summary>
    static long Most(uint columns, uint rows) => (long)columns * rows * 8 + 7L * rows;

    static bool IsMore(MemoryStream packed, long than)
    {
        packed.Position = 0;
        using ZLibStream pixels = new(packed, CompressionMode.Decompress);
        Span<byte> part = new byte[1 << 16];
        try
        {
            for (int read; than >= 0 && (read = pixels.Read(part)) > 0;)
            {
                than -= read;
            }
        }
        catch (InvalidDataException)
        {
            // as the decoder will find
        }

        return than < 0;
    }
}
