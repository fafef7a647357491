using System.Buffers.Binary;

namespace VkLearn.Rendering;

/// <summary>A GIF that is played over and over. A frame has only the rectangle that changed, and there only the pixels that did.</summary>
/// <param name="width">In pixels.</param>
/// <param name="height">In pixels.</param>
/// <param name="framesPerSecond">Of its playing; a GIF counts in hundredths of a second.</param>
sealed class GifFilm(string path, int width, int height, int framesPerSecond) : IFilm
{
    const byte Trailer = 0x3B;

    readonly FilmFile file = new(path, [Trailer]);
    readonly LzwCodes codes = new();
    readonly MemoryStream part = new();
    byte[] now = new byte[width * height], shown = new byte[width * height];
    GifPalette? palette;

    /// <inheritdoc/>
    public void Add(byte[] rgba)
    {
        part.SetLength(0);
        bool isFirst = palette is null;
        if (palette is null)
        {
            palette = new GifPalette(rgba);
            WriteHead(palette);
        }

        palette.Map(rgba, width, now);
        WriteFrame(isFirst ? new Rectangle(0, 0, width, height) : Changed(), isFirst);
        file.Append(part.GetBuffer().AsSpan(0, (int)part.Length));
        (now, shown) = (shown, now);
    }

    public void Dispose() => file.Dispose();

    void WriteHead(GifPalette palette)
    {
        part.Write("GIF89a"u8);
        Write(width, height);
        part.Write([0xF7, 0, 0]); // a palette of 256 entries of 8 bits
        part.Write(palette.Bytes);
        part.Write([0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1, 0, 0, 0]); // for ever
    }

    void WriteFrame(Rectangle place, bool isWhole)
    {
        part.Write([0x21, 0xF9, 4, 1 << 2 | 1]); // it stays below the next, and has a transparent index
        Write(100 / framesPerSecond);
        part.Write([GifPalette.Transparent, 0, 0x2C]);
        Write(place.X, place.Y, place.Width, place.Height);
        part.WriteByte(0);
        byte[] indices = new byte[place.Width * place.Height];
        for (int y = 0; y < place.Height; y++)
        {
            for (int x = 0; x < place.Width; x++)
            {
                int at = (place.Y + y) * width + place.X + x;
                indices[y * place.Width + x] = !isWhole && now[at] == shown[at] ? GifPalette.Transparent : now[at];
            }
        }

        codes.Write(part, indices);
    }

    /// <summary>The rectangle of all pixels that differ from the frame before; a pixel where none does.</summary>
    Rectangle Changed()
    {
        (int left, int top, int right, int bottom) = (width, height, 0, 0);
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<byte> before = shown.AsSpan(y * width, width), after = now.AsSpan(y * width, width);
            int first = before.CommonPrefixLength(after);
            if (first == width)
            {
                continue;
            }

            int last = width - 1;
            while (before[last] == after[last])
            {
                last--;
            }

            (left, right) = (Math.Min(left, first), Math.Max(right, last + 1));
            (top, bottom) = (Math.Min(top, y), y + 1);
        }

        return bottom == 0 ? new(0, 0, 1, 1) : new(left, top, right - left, bottom - top);
    }

    void Write(params ReadOnlySpan<int> words)
    {
        Span<byte> bytes = stackalloc byte[2];
        foreach (int word in words)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)word);
            part.Write(bytes);
        }
    }
}
