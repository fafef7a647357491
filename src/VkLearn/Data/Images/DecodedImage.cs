using StbImageSharp;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>An image as its file has it, turned as the file says that it is to be seen.</summary>
/// <param name="Bytes">Rows from the top, pixels from the left, of each grey or red, green and blue, then how opaque it is.</param>
/// <param name="Channels">1 or 3, as the file has them, opacity not counted.</param>
sealed record DecodedImage(byte[] Bytes, int Rows, int Columns, int Channels)
{
    /// <param name="isGrey">Whether colours are to be made grey, else grey ones coloured.</param>
    /// <exception cref="DataException">The file is missing, no image, or could not be read whole.</exception>
    public static DecodedImage Read(string path, bool isGrey) => Of(path, ReadBytes(path), isGrey);

    /// <param name="path">What to blame.</param>
    /// <param name="file">What is in it.</param>
    /// <inheritdoc cref="Read"/>
    public static DecodedImage Of(string path, byte[] file, bool isGrey)
    {
        if (ImageHeader.TooLarge(file) is { } large)
        {
            throw Unreadable(path, $"{large}. Make it smaller");
        }

        if ((PngChecksums.FirstDamaged(file) ?? PngContent.TooMuch(file) ?? JpegScans.FirstDamaged(file)) is { } damaged)
        {
            throw Unreadable(path, $"{damaged}. Fetch or save it again");
        }

        ImageResult image = Decode(path, file, isGrey ? ColorComponents.GreyAlpha : ColorComponents.RedGreenBlueAlpha);
        if (image.Height < 1 || image.Width < 1)
        {
            throw Unreadable(path, $"it has {image.Height} x {image.Width} pixels");
        }

        int channels = image.SourceComp is ColorComponents.Grey or ColorComponents.GreyAlpha ? 1 : 3;
        return new DecodedImage(image.Data, image.Height, image.Width, channels).Seen(ExifOrientation.Of(file), isGrey ? 2 : 4);
    }

    static byte[] ReadBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataException(path, "there is no such file.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException(path, $"cannot be read: {error.Message}", error);
        }
    }

    static ImageResult Decode(string path, byte[] file, ColorComponents components)
    {
        try
        {
            using WholeFile whole = new(file);
            return ImageResult.FromStream(whole, components);
        }
        catch (EndOfStreamException error)
        {
            throw Unreadable(path, $"it ends at byte {file.Length}, before its image does: it is torn. Fetch or save it again", error);
        }
        catch (Exception error) // the decoder throws any kind for a damaged file
        {
            throw Unreadable(path, error.Message, error);
        }
    }

    static DataException Unreadable(string path, string why, Exception? cause = null) =>
        new(path, $"is no image that can be read; PNG, JPEG, BMP, GIF, TGA and PSD can: {why}", cause);

    /// <param name="orientation">As Exif has it, from 1 to 8: where the file's first row and column are to be seen.</param>
    /// <param name="stride">Bytes a pixel.</param>
    DecodedImage Seen(int orientation, int stride)
    {
        if (orientation == 1)
        {
            return this;
        }

        bool isTurned = orientation >= 5;
        (int rows, int columns) = isTurned ? (Columns, Rows) : (Rows, Columns);
        byte[] seen = new byte[Bytes.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                (int fromRow, int fromColumn) = isTurned ? (column, row) : (row, column);
                fromRow = orientation is 3 or 4 or 6 or 7 ? Rows - 1 - fromRow : fromRow;
                fromColumn = orientation is 2 or 3 or 7 or 8 ? Columns - 1 - fromColumn : fromColumn;
                Bytes.AsSpan((fromRow * Columns + fromColumn) * stride, stride).CopyTo(seen.AsSpan((row * columns + column) * stride));
            }
        }

        return new(seen, rows, columns, Channels);
    }
}
