using System.Buffers.Binary;

namespace VkLearn.Data;

/// <summary>How a camera was held, as a JPEG's Exif data say (JEITA CP-3451, tag 274): whoever shows the image turns it by that.</summary>
static class ExifOrientation
{
    const int Tag = 0x112, EntryBytes = 12, AsStored = 1;

    /// <summary>From 1, as it is stored, to 8; 1 where the file does not say.</summary>
    public static int Of(ReadOnlySpan<byte> file)
    {
        if (file is not [0xff, 0xd8, ..])
        {
            return AsStored;
        }

        for (int at = 2; at + 4 <= file.Length && file[at] == 0xff && file[at + 1] is not (0xda or 0xd9);) // until the image begins
        {
            if (file[at + 1] == 0xff)
            {
                at++; // a marker may be filled up before it
                continue;
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            ReadOnlySpan<byte> content = file[(at + 4)..Math.Clamp(at + 2 + length, at + 4, file.Length)];
            if (file[at + 1] == 0xe1 && content.StartsWith("Exif\0\0"u8))
            {
                return InTiff(content[6..]);
            }

            at += 2 + length;
        }

        return AsStored;
    }

    /// <param name="tiff">Byte order, 42, and where the first directory is: a count, then entries of tag, type, count and value.</param>
    static int InTiff(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8)
        {
            return AsStored;
        }

        bool isLittle = tiff[0] == 'I';
        long directory = isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (directory + 2 > tiff.Length)
        {
            return AsStored;
        }

        int count = Number(tiff[(int)directory..], isLittle);
        for (long at = directory + 2; count > 0 && at + EntryBytes <= tiff.Length; at += EntryBytes, count--)
        {
            if (Number(tiff[(int)at..], isLittle) == Tag)
            {
                return Number(tiff[((int)at + 8)..], isLittle) is >= 1 and <= 8 and var told ? told : AsStored;
            }
        }

        return AsStored;
    }

    static int Number(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
