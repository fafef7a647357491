namespace VkLearn.Rendering.Views;

/// <summary>A node's picture: of one item its image, its maps, its units as cells, or few units as neurons.</summary>
sealed class StripTile(StripNode node)
{
    /// <summary>A layer of at most so many units is drawn as neurons.</summary>
    public const int MostNeurons = 24;

    const float LargestRadius = 9;

    /// <summary>Of the units' names.</summary>
    public static readonly TextStyle UnitStyle = new(9);

    readonly DrawShader grid = new("TensorGrid"), neurons = new("NetworkNeurons");
    TileLayout tiles;
    TileFit fit;
    int gap, elements; // of an item
    bool isColored;

    /// <summary>The pixels that it takes; empty where there is none.</summary>
    public Rectangle Area { get; private set; }

    /// <summary>Whether its units are drawn as neurons.</summary>
    public bool AreNeurons { get; private set; }

    /// <summary>Units of an item without a place of their own in it; 0: they are maps.</summary>
    public int FlatUnits { get; private set; }

    /// <summary>Of neurons, in pixels.</summary>
    public float Radius { get; private set; }

    /// <summary>Of neurons, in pixels from one to the next.</summary>
    public float Pitch { get; private set; }

    internal TileFit Fit => fit;

    /// <summary>Whether a shape [N, F] is drawn as neurons.</summary>
    public static bool IsNarrow(TensorSource? tensor) => tensor is { Shape: [_, <= MostNeurons] };

    public void Arrange(FrameContext frame, Rectangle place)
    {
        Area = default;
        if (node.Activations is not { } source || place.IsEmpty)
        {
            return;
        }
        ReadItem(source.Shape);
        if (AreNeurons)
        {
            Pitch = (float)place.Height / FlatUnits;
            Radius = Math.Min(frame.Pixels(LargestRadius), Math.Max(1.5f, 0.46f * Pitch));
            Pitch = Math.Min(Pitch, 3 * Radius);
            int width = 2 * (int)MathF.Ceiling(Radius) + 2, height = (int)(Pitch * FlatUnits);
            int beside = Math.Min(NamesWidth(frame), Math.Max(0, place.Width - width));
            Area = new(place.X + (place.Width - width - beside) / 2, place.Y + (place.Height - height) / 2, width, height);
            return;
        }
        gap = FlatUnits > 0 ? 0 : tiles.Count > 1 ? 1 : 0;
        fit = TileFit.Many(tiles.Count, tiles.Height, tiles.Width, place.Width, place.Height, gap, gap);
        (int across, int down) = fit.Extent(gap, gap);
        Area = new(place.X + (place.Width - across) / 2, place.Y + (place.Height - down) / 2, across, down);
    }

    /// <param name="frame">The frame.</param>
    /// <param name="item">Which item.</param>
    /// <param name="range">Of the activations.</param>
    public void Draw(FrameContext frame, int item, ulong range)
    {
        if (node.Activations is not { } source || Area.IsEmpty)
        {
            return;
        }
        int first = FirstOf(source, item), marked = frame.Selection.UnitOf(node.UnitGroup) ?? -1;
        if (AreNeurons)
        {
            neurons.Draw(frame, Area, [("TYPE", (uint)source.Type)], source.WordAddress, range, frame.PaletteAddress, first, FlatUnits,
                marked, node.UnitNames.Count > 0 ? 1 : 0, Pitch, Radius, DrawShader.Word(frame.Theme.Faint),
                DrawShader.Word(frame.Theme.Text), DrawShader.Word(frame.Theme.Marked));
            return;
        }
        grid.Draw(frame, Area, [("TYPE", (uint)source.Type), ("COLORED", isColored)],
            source.WordAddress, range, frame.PaletteAddress, first, fit.Shown, fit.Columns, (float)fit.PitchX, (float)fit.PitchY,
            (float)tiles.Width / Math.Max(1, fit.Width), (float)tiles.Height / Math.Max(1, fit.Height),
            tiles.Height, tiles.Width, tiles.TileStride, tiles.RowStride, tiles.ColumnStride, tiles.PlaneStride, 0, 0u);
        if (marked >= 0 && marked < fit.Shown && node.Kind != StripNodeKind.Input)
        {
            Rectangle tile = PlaceOf(marked);
            frame.Outline(new(tile.X - 1, tile.Y - 1, tile.Width + 2, tile.Height + 2), frame.Theme.Marked, frame.Pixels(1.5f));
        }
    }

    /// <summary>The element under a point of the target.</summary>
    public Cell? CellAt(float x, float y, int item)
    {
        if (node.Activations is not { } source || !Area.Contains(x, y))
        {
            return null;
        }
        int first = Item(source, item) * elements, px = (int)x - Area.X, py = (int)y - Area.Y;
        string? group = node.Kind == StripNodeKind.Input ? null : node.UnitGroup;
        if (AreNeurons)
        {
            int unit = Math.Min((int)(py / Pitch), FlatUnits - 1);
            return new(source, first + unit, unit, new(Area.X, Area.Y + (int)(unit * Pitch), Area.Width, (int)Pitch), Group: group);
        }
        int tile = py / fit.PitchY * fit.Columns + px / fit.PitchX;
        int column = (int)((px % fit.PitchX + 0.5) * tiles.Width / fit.Width);
        int row = (int)((py % fit.PitchY + 0.5) * tiles.Height / fit.Height);
        if (column >= tiles.Width || row >= tiles.Height || tile >= fit.Shown)
        {
            return null;
        }
        Rectangle place = PlaceOf(tile);
        int left = column * fit.Width / tiles.Width, top = row * fit.Height / tiles.Height;
        return new(source, first + tile * tiles.TileStride + row * tiles.RowStride + column * tiles.ColumnStride, tile,
            new(place.X + left, place.Y + top, Math.Max(1, fit.Width / tiles.Width), Math.Max(1, fit.Height / tiles.Height)), Group: group);
    }

    int NamesWidth(FrameContext frame)
    {
        float width = 0;
        foreach (string name in node.UnitNames)
        {
            width = Math.Max(width, Canvas.Measure(name, UnitStyle, frame.Scale));
        }
        return (int)MathF.Ceiling(width) + frame.Pixels(6);
    }

    /// <summary>How an item is taken apart.</summary>
    void ReadItem(IReadOnlyList<int> shape)
    {
        int rank = shape.Count, width = rank > 2 ? shape[^1] : 1, height = rank > 2 ? shape[^2] : 1;
        elements = 1;
        for (int axis = 1; axis < rank; axis++)
        {
            elements *= shape[axis];
        }
        FlatUnits = rank == 2 ? shape[1] : rank < 2 ? 1 : 0;
        AreNeurons = FlatUnits is > 0 and <= MostNeurons;
        // An image is grey, or of three planes; anything else is a tile for each index of the axes before the last two.
        isColored = node.Kind == StripNodeKind.Input && (rank == 3 || rank == 4 && shape[1] is 1 or 3);
        int plane = height * width, planes = isColored && rank == 4 && shape[1] == 3 ? plane : 0;
        tiles = new(isColored ? 1 : elements / plane, height, width, plane, width, 1, planes);
    }

    int FirstOf(TensorSource source, int item) => source.FirstElement + Item(source, item) * elements;

    static int Item(TensorSource source, int item) => source.Shape.Count == 0 ? 0 : Math.Clamp(item, 0, source.Shape[0] - 1);

    Rectangle PlaceOf(int tile) =>
        new(Area.X + tile % fit.Columns * fit.PitchX, Area.Y + tile / fit.Columns * fit.PitchY, fit.Width, fit.Height);
}
