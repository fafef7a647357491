namespace VkLearn.Rendering.Views;

/// <summary>
/// A tensor as tiles of coloured cells: activations, feature maps, weights. Those of images, [.., H, W], are square. When there are more
/// tiles than room, the wheel goes through them.
/// </summary>
public sealed class TensorGrid : View
{
    const float LeastHeightWithBar = 44, BarGap = 6, TileGap = 3, NarrowGap = 2;
    const int FewTiles = 128; // that stand apart; more of them less

    readonly DrawShader shader = new("TensorGrid");
    readonly RangeState range;
    readonly TilePages pages;
    readonly ColorBar bar;
    TensorSource source;
    Rectangle area; // of the tiles
    TileFit fit;
    (int Width, int Height) fitted = (-1, -1); // what the tiles were laid out in

    public TensorGrid(TensorSource source, TileLayout tiles, (float Low, float High)? fixedRange = null) : base(source.Name)
    {
        Source = source;
        Tiles = tiles;
        pages = new(tiles.Count);
        bar = new(isColored: tiles.PlaneStride > 0);
        UnitGroup = source.Name;
        UnitAxis = source.Shape.Count == 4 ? 1 : source.Shape.Count - 1;
        range = new() { Fixed = fixedRange };
    }

    public TensorGrid(TensorSource source) : this(source, TileLayout.Of(source.Shape))
    {
    }

    /// <summary>What is shown; it may move, but keeps its shape.</summary>
    public TensorSource Source
    {
        get => source;
        set
        {
            source = value;
            Detail = value.ShapeText;
        }
    }

    public TileLayout Tiles { get; }

    public ColorScale Scale { get; init; }

    /// <summary>Tiles in a row; null: as many as let them be large.</summary>
    public int? Columns { get; init; }

    /// <summary>The axis whose index names the unit: the last one; for [N, C, H, W] the second.</summary>
    public int UnitAxis { get; init; }

    /// <summary>Cells of the first tile that are outlined: what something is at work on; null: none.</summary>
    public Rectangle? Outlined { get; set; }

    internal RangeState Range => range;

    internal Rectangle Area => area;

    /// <summary>Where the tile that is shown first begins, and how it is scaled: tests look up pixels by it.</summary>
    internal TileFit Fit => fit;

    public override void Prepare(FrameContext frame)
    {
        range.Update(frame, source, Scale);
        int height = frame.Pixels(ColorBar.Height), gap = frame.Pixels(BarGap);
        bool hasBar = Content.Height >= frame.Pixels(LeastHeightWithBar);
        Rectangle room = Content.Inset(0, 0, 0, hasBar ? height + gap : 0);
        bar.Update(frame, hasBar ? new(Content.X, Content.Bottom - height, Content.Width, height) : default, range);
        int tileGap = frame.Pixels(Tiles.Count <= FewTiles ? TileGap : NarrowGap);
        if (fitted != (room.Width, room.Height))
        {
            fitted = (room.Width, room.Height);
            fit = Tiles.Count == 1 && source.Shape.Count <= 2
                ? TileFit.Single(Tiles.Height, Tiles.Width, room.Width, room.Height)
                : Columns is { } across
                ? TileFit.InRows(Tiles.Count, Tiles.Height, Tiles.Width, across, room.Width, room.Height, tileGap, tileGap)
                : TileFit.Many(Tiles.Count, Tiles.Height, Tiles.Width, room.Width, room.Height, tileGap, tileGap);
        }
        pages.Update(fit.Shown);
        Note = pages.Note;
        (int width, int down) = fit.Extent(tileGap, tileGap);
        area = new(room.X + (room.Width - width) / 2, room.Y + (room.Height - down) / 2, width, down);
    }

    public override void Draw(FrameContext frame)
    {
        bar.Draw(frame);
        int line = frame.Pixels(1);
        shader.Draw(frame, area.IsEmpty ? area : area.Inset(-line), [("TYPE", (uint)source.Type), ("COLORED", Tiles.PlaneStride > 0)],
            source.WordAddress, range.Address, frame.Palette.Address, source.FirstElement + pages.First * Tiles.TileStride,
            fit.Shown, fit.Columns, (float)fit.PitchX, (float)fit.PitchY,
            (float)Tiles.Width / Math.Max(1, fit.Width), (float)Tiles.Height / Math.Max(1, fit.Height),
            Tiles.Height, Tiles.Width, Tiles.TileStride, Tiles.RowStride, Tiles.ColumnStride, Tiles.PlaneStride,
            line, DrawShader.Word(frame.Theme.Border));
        if (Outlined is { } cells && pages.First == 0 && fit.Shown > 0)
        {
            Mark(frame, PlaceOf(0, cells.Y, cells.Bottom, cells.X, cells.Right));
        }
        if (MarkedUnit is int unit)
        {
            DrawMarks(frame, unit);
        }
        if (ChosenItem is int item && source.Shape.Count == 2 && item < Tiles.Height)
        {
            Mark(frame, PlaceOf(0, item, item + 1, 0, Tiles.Width)); // a row an item
        }
    }

    public override bool Pointer(PointerEvent e) => pages.Scroll(e, Math.Max(1, fit.Rows / 2) * fit.Columns);

    public override Cell? CellAt(float x, float y)
    {
        if (!area.Contains(x, y) || fit.Shown == 0)
        {
            return null;
        }
        int px = (int)x - area.X, py = (int)y - area.Y, tileX = px / fit.PitchX, tileY = py / fit.PitchY;
        int column = (int)((px - tileX * fit.PitchX + 0.5) * Tiles.Width / fit.Width);
        int row = (int)((py - tileY * fit.PitchY + 0.5) * Tiles.Height / fit.Height);
        int shown = tileY * fit.Columns + tileX;
        if (column >= Tiles.Width || row >= Tiles.Height || shown >= fit.Shown)
        {
            return null;
        }
        int flat = (pages.First + shown) * Tiles.TileStride + row * Tiles.RowStride + column * Tiles.ColumnStride;
        return new(source, flat, UnitOf(flat), PlaceOf(shown, row, row + 1, column, column + 1));
    }

    public override void Dispose()
    {
        range.Dispose();
        bar.Dispose();
        base.Dispose();
    }

    /// <summary>The pixels of some cells of a shown tile.</summary>
    internal Rectangle PlaceOf(int shown, int fromRow, int toRow, int fromColumn, int toColumn)
    {
        int x = area.X + shown % fit.Columns * fit.PitchX, y = area.Y + shown / fit.Columns * fit.PitchY;
        int left = fromColumn * fit.Width / Tiles.Width, right = Math.Max(left + 1, toColumn * fit.Width / Tiles.Width);
        int top = fromRow * fit.Height / Tiles.Height, bottom = Math.Max(top + 1, toRow * fit.Height / Tiles.Height);
        return new(x + left, y + top, right - left, bottom - top);
    }

    int UnitOf(int flat)
    {
        int inner = 1;
        for (int axis = source.Shape.Count - 1; axis > UnitAxis; axis--)
        {
            inner *= source.Shape[axis];
        }
        return source.Shape.Count == 0 ? 0 : flat / inner % source.Shape[UnitAxis];
    }

    /// <summary>A unit is a column of a tile (activations), a row, or whole tiles (weights, feature maps).</summary>
    void DrawMarks(FrameContext frame, int unit)
    {
        bool byColumn = Tiles.Width > 1 && UnitOf(Tiles.ColumnStride) != 0, byRow = Tiles.Height > 1 && UnitOf(Tiles.RowStride) != 0;
        for (int shown = 0; shown < fit.Shown; shown++)
        {
            int own = UnitOf((pages.First + shown) * Tiles.TileStride), offset = unit - own; // of the tile's first element
            if (byColumn && offset >= 0 && offset < Tiles.Width)
            {
                Mark(frame, PlaceOf(shown, 0, Tiles.Height, offset, offset + 1));
            }
            else if (!byColumn && byRow && offset >= 0 && offset < Tiles.Height)
            {
                Mark(frame, PlaceOf(shown, offset, offset + 1, 0, Tiles.Width));
            }
            else if (!byColumn && !byRow && offset == 0)
            {
                Mark(frame, PlaceOf(shown, 0, Tiles.Height, 0, Tiles.Width));
            }
        }
    }

    static void Mark(FrameContext frame, Rectangle place) => frame.Outline(place.Inset(-frame.Pixels(2)), frame.Theme.Marked, 2);
}
