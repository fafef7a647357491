using System.Buffers.Binary;
using StbImageSharp;

namespace VkLearn.Data;

/// <summary>How large an image is as its file's first bytes have it, which a decoder would make room for.</summary>
static class ImageHeader
{
    /// <summary>Ten thousand by ten thousand: some 400 MB when decoded.</summary>
    public const long MostPixels = 100_000_000;

    const int PngSizeEnd = 24; // behind the signature, the first chunk's length and type, and the columns and rows that it begins with

    /// <summary>What is wrong with the size; null where it can be decoded, or no format is known by which to tell.</summary>
    public static string? TooLarge(byte[] file) => Size(file) is var (rows, columns) && Math.Abs(rows) * Math.Abs(columns) > MostPixels
        ? FormattableString.Invariant(
            $"its header says that it has {Math.Abs(rows)} x {Math.Abs(columns)} pixels, and at most {MostPixels:n0} are decoded")
        : null;

    static (long Rows, long Columns)? Size(byte[] file)
    {
        if (file is [0x89, (byte)'P', (byte)'N', (byte)'G', ..] && file.Length >= PngSizeEnd)
        {
            ReadOnlySpan<byte> size = file.AsSpan(0, PngSizeEnd)[^8..]; // the decoder tells none that is too large for it
            return (BinaryPrimitives.ReadUInt32BigEndian(size[4..]), BinaryPrimitives.ReadUInt32BigEndian(size));
        }

        try
        {
            using WholeFile whole = new(file); // at a file's end the decoder may ask for ever
            return ImageInfo.FromStream(whole) is { } info ? (info.Height, info.Width) : null;
        }
        catch (Exception) // any kind, as where it is decoded, which then says more
        {
            return null;
        }
    }
}
