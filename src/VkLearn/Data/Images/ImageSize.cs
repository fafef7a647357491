using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>Images brought to another size.</summary>
static class ImageSize
{
    /// <summary>Reads <c>"size"</c>: rows and columns.</summary>
    public static int[] Read(Settings settings)
    {
        const int most = 4096;
        if (settings.Required("size").IsNumber)
        {
            int side = settings.Int("size", min: 1, max: most);
            return [side, side];
        }

        int[] size = settings.Ints("size", min: 1, max: most);
        return size.Length == 2 ? size : throw settings.Error("\"size\" must be a number of pixels, or [rows, columns].", "size");
    }

    /// <summary>Columns, then rows; each pass turns the image, so that the second turns it back.</summary>
    /// <param name="plane">[rows, columns] from 0 to 255.</param>
    /// <returns>[newRows, newColumns].</returns>
    public static byte[] Resized(float[] plane, int rows, int columns, int newRows, int newColumns) => Array.ConvertAll(
        ResizedTurned(ResizedTurned(plane, rows, columns, newColumns), newColumns, rows, newRows),
        value => (byte)Math.Clamp(MathF.Round(value), 0, 255));

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
