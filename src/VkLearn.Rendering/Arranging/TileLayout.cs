namespace VkLearn.Rendering;

/// <summary>How a tensor is taken apart into tiles: element (tile, row, column) lies at the sum of index times stride.</summary>
/// <param name="Count">Tiles.</param>
/// <param name="Height">Rows of a tile.</param>
/// <param name="Width">Columns of a tile.</param>
/// <param name="TileStride">Elements from a tile to the next.</param>
/// <param name="RowStride">Elements from a row to the next.</param>
/// <param name="ColumnStride">Elements from a column to the next.</param>
/// <param name="PlaneStride">Elements from a cell's red to its green and on to its blue; 0: cells are single values.</param>
public readonly record struct TileLayout(
    int Count, int Height, int Width, int TileStride, int RowStride, int ColumnStride, int PlaneStride = 0)
{
    /// <summary>
    /// [F] is one row, [N, F] one tile, [.., H, W] a tile for each index of the axes before.
    /// </summary>
    public static TileLayout Of(IReadOnlyList<int> shape)
    {
        int width = shape.Count > 0 ? shape[^1] : 1, height = shape.Count > 1 ? shape[^2] : 1, count = 1;
        for (int axis = 0; axis < shape.Count - 2; axis++)
        {
            count *= shape[axis];
        }
        return new(count, height, width, height * width, width, 1);
    }

    /// <summary>A dense layer's weight [in, out] as a tile for each output: what each neuron looks for in an image.</summary>
    /// <exception cref="ArgumentException">The weight has no inputs for such an image.</exception>
    public static TileLayout OfUnits(IReadOnlyList<int> shape, int height, int width) =>
        shape is [int inputs, int outputs] && inputs >= height * width
            ? new(outputs, height, width, 1, width * outputs, outputs)
            : throw new ArgumentException(
                $"TileLayout.OfUnits: a weight [in, out] with in >= {height} x {width} is needed, received [{string.Join(", ", shape)}].");

    /// <summary>Filters or images [N, 3, H, W] as a coloured tile for each.</summary>
    /// <exception cref="ArgumentException">It has another shape.</exception>
    public static TileLayout OfColors(IReadOnlyList<int> shape) => shape is [int count, 3, int height, int width]
        ? new(count, height, width, 3 * height * width, width, 1, height * width)
        : throw new ArgumentException($"TileLayout.OfColors: [N, 3, H, W] is needed, received [{string.Join(", ", shape)}].");
}
