using StbImageSharp;

namespace VkLearn.Data;

/// <summary>Photographs and drawings (PNG, JPEG, BMP, ...) as items of a data set.</summary>
public static class ImageFile
{
    /// <summary>
    /// Reads an image as bytes [channels, rows, columns] of a given shape, grey for one channel, else red, green and blue. The whole image
    /// is squeezed or stretched to the shape's rows and columns; where it is transparent it is white, as on paper.
    /// </summary>
    /// <exception cref="DataException">The file is missing, or no image that can be read.</exception>
    /// <exception cref="ArgumentException">The shape is not that of an image.</exception>
    public static byte[] Read(string path, Shape item)
    {
        if (item.Rank != 3 || item[0] is not (1 or 3))
        {
            throw new ArgumentException($"ImageFile: an image is [1 or 3, rows, columns], received {item}.", nameof(item));
        }

        ImageResult image = Decode(path, item[0] == 1 ? ColorComponents.GreyAlpha : ColorComponents.RedGreenBlueAlpha);
        byte[] bytes = new byte[item.Count];
        for (int channel = 0; channel < item[0]; channel++)
        {
            float[] plane = Resized(Plane(image, channel, item[0] + 1), image.Height, image.Width, item[1], item[2]);
            for (int i = 0; i < plane.Length; i++)
            {
                bytes[channel * plane.Length + i] = (byte)Math.Clamp(MathF.Round(plane[i]), 0, 255);
            }
        }

        return bytes;
    }

    static ImageResult Decode(string path, ColorComponents components)
    {
        try
        {
            return ImageResult.FromMemory(File.ReadAllBytes(path), components);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataException(path, "there is no such file.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException(path, $"cannot be read: {error.Message}", error);
        }
        catch (Exception error) // the decoder throws any kind for a damaged file
        {
            throw new DataException(path, $"is no image that can be read; PNG, JPEG, BMP, GIF, TGA and PSD can.", error);
        }
    }

    /// <param name="stride">Bytes a pixel, the last of which says how opaque it is.</param>
    static float[] Plane(ImageResult image, int channel, int stride)
    {
        float[] plane = new float[image.Width * image.Height];
        for (int i = 0; i < plane.Length; i++)
        {
            float opacity = image.Data[i * stride + stride - 1] / 255f;
            plane[i] = image.Data[i * stride + channel] * opacity + 255 * (1 - opacity);
        }

        return plane;
    }

    /// <summary>Columns, then rows; each pass turns the image, so that the second turns it back.</summary>
    static float[] Resized(float[] plane, int rows, int columns, int newRows, int newColumns) =>
        ResizedTurned(ResizedTurned(plane, rows, columns, newColumns), newColumns, rows, newRows);

    /// <summary>
    /// [rows, columns] to [newColumns, rows]. A new pixel is a mean of those within one old or one new pixel of its centre, whichever is
    /// more, weighted by nearness: linear interpolation where it grows, without aliasing where it shrinks.
    /// </summary>
    static float[] ResizedTurned(float[] plane, int rows, int columns, int newColumns)
    {
        float[] turned = new float[newColumns * rows];
        float scale = (float)columns / newColumns, reach = Math.Max(1, scale);
        for (int column = 0; column < newColumns; column++)
        {
            float centre = (column + 0.5f) * scale - 0.5f;
            int first = Math.Max(0, (int)MathF.Floor(centre - reach) + 1),
                last = Math.Min(columns - 1, (int)MathF.Ceiling(centre + reach) - 1);
            for (int row = 0; row < rows; row++)
            {
                float sum = 0, weights = 0;
                for (int i = first; i <= last; i++)
                {
                    float weight = 1 - Math.Abs(i - centre) / reach;
                    (sum, weights) = (sum + weight * plane[row * columns + i], weights + weight);
                }

                turned[column * rows + row] = sum / weights;
            }
        }

        return turned;
    }
}
