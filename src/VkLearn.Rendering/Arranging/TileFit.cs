namespace VkLearn.Rendering;

/// <summary>How tiles are laid out in an area: as large as they go, in whole pixels a cell where a cell has a pixel.</summary>
/// <param name="Shown">Tiles that have room.</param>
/// <param name="Columns">Of them in a row.</param>
/// <param name="Width">Pixels of a tile.</param>
/// <param name="Height">Pixels of a tile, without what stands below it.</param>
/// <param name="PitchX">Pixels from a tile to the next.</param>
/// <param name="PitchY">Pixels from a tile to the next.</param>
public readonly record struct TileFit(int Shown, int Columns, int Width, int Height, int PitchX, int PitchY)
{
    const double MostStretch = 24, LeastUse = 0.85, WorthParts = 1.25; // see Single, Filling, Many

    public int Rows => Columns == 0 ? 0 : (Shown + Columns - 1) / Columns;

    /// <summary>The pixels that the tiles take, without the last gaps.</summary>
    public (int Width, int Height) Extent(int gapX, int gapY) =>
        Shown == 0 ? (0, 0) : (Math.Min(Columns, Shown) * PitchX - gapX, Rows * PitchY - gapY);

    /// <summary>One tile of cells that need not be square; it fills the area, if need be with cells of uneven pixels.</summary>
    public static TileFit Single(int rows, int columns, int areaWidth, int areaHeight)
    {
        double cellWidth = (double)areaWidth / columns, cellHeight = (double)areaHeight / rows;
        int width = Filling(Math.Min(cellWidth, Math.Max(1, MostStretch * cellHeight)), columns, areaWidth);
        int height = Filling(Math.Min(cellHeight, Math.Max(1, MostStretch * cellWidth)), rows, areaHeight);
        return width <= 0 || height <= 0 ? default : new(1, 1, width, height, width + 1, height + 1);
    }

    /// <summary>Many tiles of square cells.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="rows">Cells of a tile.</param>
    /// <param name="columns">Cells of a tile.</param>
    /// <param name="areaWidth">Pixels.</param>
    /// <param name="areaHeight">Pixels.</param>
    /// <param name="gapX">Pixels between tiles.</param>
    /// <param name="gapY">Pixels between tiles, with what stands below each.</param>
    /// <param name="leastScale">Pixels of a cell that a tile has at least, though fewer tiles are shown then.</param>
    public static TileFit Many(
        int count, int rows, int columns, int areaWidth, int areaHeight, int gapX, int gapY, int leastScale = 1)
    {
        for (int scale = Math.Max(areaWidth / columns, 1); scale >= 1; scale--)
        {
            (int across, int down) = ((areaWidth + gapX) / (columns * scale + gapX), (areaHeight + gapY) / (rows * scale + gapY));
            if (across > 0 && down > 0 && ((long)across * down >= count || scale <= leastScale))
            {
                TileFit whole = Of(count, across, down, columns * scale, rows * scale, gapX, gapY);
                TileFit parts = whole.Shown == count ? Largest(count, rows, columns, areaWidth, areaHeight, gapX, gapY) : whole;
                return parts.Width >= WorthParts * whole.Width ? parts : whole;
            }
        }
        return Shrunk(rows, columns, areaWidth, areaHeight - gapY, gapX, gapY);
    }

    /// <summary>Many tiles, so many in a row, all of them, as large as they go.</summary>
    /// <param name="across">Tiles of a row.</param>
    /// <inheritdoc cref="Many"/>
    public static TileFit InRows(int count, int rows, int columns, int across, int areaWidth, int areaHeight, int gapX, int gapY)
    {
        int down = (count + across - 1) / across;
        double scale = Math.Min(
            (double)((areaWidth + gapX) / across - gapX) / columns, (double)((areaHeight + gapY) / down - gapY) / rows);
        scale = scale >= 2 ? Math.Floor(scale) : scale;
        (int width, int height) = ((int)(columns * scale), (int)(rows * scale));
        return width <= 0 || height <= 0 ? default : new(count, across, width, height, width + gapX, height + gapY);
    }

    /// <summary>All tiles as large as they go, a cell not a whole number of pixels.</summary>
    static TileFit Largest(int count, int rows, int columns, int areaWidth, int areaHeight, int gapX, int gapY)
    {
        TileFit best = default;
        for (int across = 1; across <= count; across++)
        {
            int down = (count + across - 1) / across;
            double scale = Math.Min(
                (double)((areaWidth + gapX) / across - gapX) / columns, (double)((areaHeight + gapY) / down - gapY) / rows);
            (int width, int height) = ((int)(columns * scale), (int)(rows * scale));
            best = width > best.Width ? new(count, across, width, height, width + gapX, height + gapY) : best;
        }
        return best;
    }

    static int Filling(double cell, int cells, int room)
    {
        int whole = (int)cell * cells, all = Math.Min(room, (int)(cell * cells));
        return whole >= LeastUse * all ? whole : all;
    }

    static TileFit Of(int count, int across, int down, int width, int height, int gapX, int gapY)
    {
        int shown = (int)Math.Min(count, (long)across * down), lines = (shown + across - 1) / across;
        int evenly = (shown + lines - 1) / lines; // rather full rows than one nearly empty at the end
        return new(shown, Math.Min(across, evenly), width, height, width + gapX, height + gapY);
    }

    /// <summary>A single tile with less than a pixel for a cell.</summary>
    static TileFit Shrunk(int rows, int columns, int areaWidth, int areaHeight, int gapX, int gapY)
    {
        double scale = Math.Min((double)areaWidth / columns, (double)areaHeight / rows);
        int width = (int)(columns * scale), height = (int)(rows * scale);
        return width <= 0 || height <= 0 ? default : new(1, 1, width, height, width + gapX, height + gapY);
    }
}
