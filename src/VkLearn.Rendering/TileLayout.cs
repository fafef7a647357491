namespace VkLearn.Rendering;

/// <summary>How a tensor is taken apart into tiles: element (tile, row, column) lies at the sum of index times stride.</summary>
/// <param name="Count">Tiles.</param>
/// <param name="Height">Rows of a tile.</param>
/// <param name="Width">Columns of a tile.</param>
/// <param name="TileStride">Elements from a tile to the next.</param>
/// <param name="RowStride">Elements from a row to the next.</param>
/// <param name="ColumnStride">Elements from a column to the next.</param>
public readonly record struct TileLayout(int Count, int Height, int Width, int TileStride, int RowStride, int ColumnStride)
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
}
