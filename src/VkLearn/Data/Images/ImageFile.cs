using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>Photographs and drawings (PNG, JPEG, BMP, ...) as items of a data set.</summary>
public static class ImageFile
{
    /// <summary>
    /// Reads an image as bytes [channels, rows, columns] of a given shape, grey for one channel, else red, green and blue. Of an image of
    /// other proportions the largest middle part of the shape's is taken; where it is transparent it is white, as on paper. What is learned
    /// from and what is asked later is read by this.
    /// </summary>
    /// <exception cref="DataException">The file is missing, no image, of more than 100 million pixels, or could not be read whole.
    /// </exception>
    /// <exception cref="ArgumentException">The shape is not that of an image.</exception>
    public static byte[] Read(string path, Shape item) => ReadWithChannels(path, item).Bytes;

    /// <param name="path">What to blame.</param>
    /// <param name="file">What is in it.</param>
    /// <inheritdoc cref="Read(string, Shape)"/>
    internal static byte[] Read(string path, byte[] file, Shape item) => Brought(DecodedImage.Of(path, file, IsGrey(item)), item);

    /// <returns>Beside the bytes, how many channels the file has of 1 and 3, transparency not counted.</returns>
    /// <inheritdoc cref="Read(string, Shape)"/>
    internal static (byte[] Bytes, int Channels) ReadWithChannels(string path, Shape item)
    {
        DecodedImage image = DecodedImage.Read(path, IsGrey(item));
        return (Brought(image, item), image.Channels);
    }

    static bool IsGrey(Shape item) => item.Rank == 3 && item[0] is 1 or 3 ? item[0] == 1
        : throw new ArgumentException($"ImageFile: an image is [1 or 3, rows, columns], received {item}.", nameof(item));

    static byte[] Brought(DecodedImage image, Shape item)
    {
        Part part = Middle(item, image.Rows, image.Columns);
        byte[] bytes = new byte[item.Count];
        for (int channel = 0; channel < item[0]; channel++)
        {
            byte[] plane = ImageSize.Resized(
                Plane(image, channel, item[0] + 1, part), part.Rows, part.Columns, item[1], item[2]);
            plane.CopyTo(bytes, channel * plane.Length);
        }

        return bytes;
    }

    static Part Middle(Shape item, int rows, int columns)
    {
        int partRows = Math.Clamp((int)Math.Round((double)columns * item[1] / item[2]), 1, rows);
        int partColumns = Math.Clamp((int)Math.Round((double)rows * item[2] / item[1]), 1, columns);
        return new((rows - partRows) / 2, (columns - partColumns) / 2, partRows, partColumns);
    }

    /// <param name="stride">Bytes a pixel, the last of which says how opaque it is.</param>
    static float[] Plane(DecodedImage image, int channel, int stride, Part part)
    {
        float[] plane = new float[part.Rows * part.Columns];
        for (int i = 0; i < plane.Length; i++)
        {
            int at = ((part.Top + i / part.Columns) * image.Columns + part.Left + i % part.Columns) * stride;
            float opacity = image.Bytes[at + stride - 1] / 255f;
            plane[i] = image.Bytes[at + channel] * opacity + 255 * (1 - opacity);
        }

        return plane;
    }

    /// <summary>A rectangle of an image, in pixels.</summary>
    readonly record struct Part(int Top, int Left, int Rows, int Columns);
}
