using System.Buffers.Binary;
using System.Text;

namespace VkLearn.Data;

/// <summary>
/// The checksums of a PNG file (ISO 15948, section 5.5): CRC-32 of each chunk's type and content. A changed byte shows by them; a decoder
/// that skips them gives other pixels.
/// </summary>
static class PngChecksums
{
    const int Signature = 8, Length = 4, Type = 4, Checksum = 4;

    static readonly uint[] table = [.. Enumerable.Range(0, 256).Select(Remainder)];

    /// <summary>What is wrong with the first chunk that is not as it was written, of those without which there is no image; null where all
    /// are, or it is no PNG.</summary>
    public static string? FirstDamaged(ReadOnlySpan<byte> file)
    {
        if (file is not [0x89, (byte)'P', (byte)'N', (byte)'G', ..])
        {
            return null;
        }

        for (int at = Signature; at + Length + Type <= file.Length;)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            string type = Encoding.Latin1.GetString(file.Slice(at + Length, Type));
            long end = at + Length + Type + (long)length;
            if (end + Checksum > file.Length)
            {
                return $"its chunk {type} at byte {at} ends at byte {end + Checksum}, the file at {file.Length}: it is torn";
            }

            bool isNeeded = char.IsAsciiLetterUpper(type[0]);
            if (isNeeded && Crc(file[(at + Length)..(int)end]) != BinaryPrimitives.ReadUInt32BigEndian(file[(int)end..]))
            {
                return $"its chunk {type} at byte {at} is not as it was written, its checksum differs";
            }

            if (type == "IEND")
            {
                return null;
            }

            at = (int)end + Checksum;
        }

        return $"it ends at byte {file.Length} without its last chunk: it is torn";
    }

    /// <summary>CRC-32 (ISO 3309) of bytes.</summary>
    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc = table[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        return ~crc;
    }

    static uint Remainder(int value)
    {
        uint remainder = (uint)value;
        for (int bit = 0; bit < 8; bit++)
        {
            remainder = (remainder >> 1) ^ ((remainder & 1) == 0 ? 0 : 0xEDB88320u);
        }

        return remainder;
    }
}
