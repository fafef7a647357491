using System.Buffers.Binary;
using SkiaSharp;

namespace VkLearn.Rendering;

/// <summary>An animated WebP that is played over and over: pictures of libwebp's, as Skia has it, one after the other in a RIFF file.
/// </summary>
/// <param name="width">In pixels.</param>
/// <param name="height">In pixels.</param>
/// <param name="framesPerSecond">Of its playing.</param>
sealed class WebpFilm(string path, int width, int height, int framesPerSecond) : IFilm
{
    const int FormHead = 12, ChunkHead = 8, Quality = 80;
    const byte IsAnimation = 1 << 1, DoesNotBlend = 1 << 1;

    readonly FilmFile file = new(path, []);
    readonly MemoryStream part = new();
    readonly byte[] size = new byte[4];

    /// <inheritdoc/>
    public void Add(byte[] rgba)
    {
        part.SetLength(0);
        if (file.Length == 0)
        {
            WriteHead();
        }

        WriteFrame(Encode(rgba));
        file.Append(part.GetBuffer().AsSpan(0, (int)part.Length));
        BinaryPrimitives.WriteUInt32LittleEndian(size, (uint)(file.Length - ChunkHead));
        file.Set(4, size);
    }

    public void Dispose() => file.Dispose();

    /// <summary>The chunks of one picture: those of a file of its own, without the file's head.</summary>
    byte[] Encode(byte[] rgba)
    {
        using SKImage image = SKImage.FromPixelCopy(new SKImageInfo(width, height, SKColorType.Rgb888x, SKAlphaType.Opaque), rgba);
        using SKPixmap pixels = image.PeekPixels();
        using SKData file = pixels.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossy, Quality))
            ?? throw new IOException("A frame could not be encoded.");
        return file.AsSpan()[FormHead..].ToArray();
    }

    void WriteHead()
    {
        part.Write("RIFF"u8);
        Write(0, 4);
        part.Write("WEBPVP8X"u8);
        Write(10, 4);
        Write(IsAnimation, 4);
        Write(width - 1, 3);
        Write(height - 1, 3);
        part.Write("ANIM"u8);
        Write(6, 4);
        Write(0, 4); // what is behind it is not seen
        Write(0, 2); // for ever
    }

    void WriteFrame(byte[] picture)
    {
        part.Write("ANMF"u8);
        Write(16 + picture.Length, 4);
        Write(0, 3);
        Write(0, 3);
        Write(width - 1, 3);
        Write(height - 1, 3);
        Write(1000 / framesPerSecond, 3);
        part.WriteByte(DoesNotBlend);
        part.Write(picture);
    }

    void Write(int value, int bytes)
    {
        for (int i = 0; i < bytes; i++)
        {
            part.WriteByte((byte)(value >> 8 * i));
        }
    }
}
