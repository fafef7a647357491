namespace VkLearn.Rendering.Views;

/// <summary>
/// A small matrix [R, C] with labels and each cell's number, drawn by the shader from the tensor. A confusion's diagonal is green, its
/// errors are red on a scale of their own, so that few of them are seen beside what is right, and its zeros are empty.
/// </summary>
public sealed class Matrix : View
{
    const float LeastHeightWithBar = 90, LeastNamed = 150, LeastLabelled = 80, BarGap = 6, TitleHeight = 14, MostLabel = 76, MostCell = 56;

    readonly DrawShader shader = new("Matrix");
    readonly RangeState range;
    readonly ColorBar bar = new();
    readonly TextAtlas glyphs = new("digits");
    readonly CanvasImage<RowContent> rowLabels = new("row labels", PaintRows);
    readonly CanvasImage<ColumnContent> columnLabels = new("column labels", PaintColumns);
    readonly string[] rowNumbers, columnNumbers;
    readonly int rows, columns;
    readonly float? whole;
    Rectangle area;
    int cellWidth, cellHeight, glyphWidth, glyphHeight;

    /// <exception cref="ArgumentException">The tensor is not [R, C], or the labels are not as many.</exception>
    /// <param name="whole">Where it is a confusion, what its rows are shares of: 1 or, in per cent, 100; null: it is none.</param>
    public Matrix(TensorSource source, IReadOnlyList<string> rows, IReadOnlyList<string> columns, float? whole = null) : base(source.Name)
    {
        if (source.Shape.Count != 2 || source.Shape[0] != rows.Count || source.Shape[1] != columns.Count)
        {
            throw new ArgumentException(
                $"Matrix \"{source.Name}\": a tensor [R, C] with R row and C column labels is needed, " +
                $"received {source.ShapeText} with {rows.Count} and {columns.Count}.");
        }
        this.whole = whole;
        range = new() { Skip = whole is null ? 0 : columns.Count + 1 };
        (Source, Rows, Columns, this.rows, this.columns) = (source, rows, columns, rows.Count, columns.Count);
        rowNumbers = [.. Enumerable.Range(0, rows.Count).Select(static i => Numbers.Whole(i))];
        columnNumbers = [.. Enumerable.Range(0, columns.Count).Select(static i => Numbers.Whole(i))];
        UnitGroup = source.Name;
    }

    /// <summary>What is shown; it may move, but keeps its shape.</summary>
    public TensorSource Source { get; set; }

    public IReadOnlyList<string> Rows { get; }

    public IReadOnlyList<string> Columns { get; }

    /// <summary>What rows stand for.</summary>
    public string RowTitle { get; init; } = "true";

    /// <summary>What columns stand for.</summary>
    public string ColumnTitle { get; init; } = "predicted";

    /// <summary>Of a confusion, how many items of each true class it is of, [R]; null where that is not known.</summary>
    public TensorSource? Items { get; init; }

    public ColorScale Scale { get; init; }

    /// <summary>Digits after the point of the numbers in the cells, 0 to 3.</summary>
    public int Decimals { get; init; }

    internal Rectangle Area => area;

    internal RangeState Range => range;

    internal (int Width, int Height) CellSize => (cellWidth, cellHeight);

    internal int GlyphWidth => glyphWidth;

    public override void Prepare(FrameContext frame)
    {
        range.Update(frame, Source, Scale);
        int height = frame.Pixels(ColorBar.Height), gap = frame.Pixels(BarGap);
        bool hasBar = whole is null && Content.Height >= frame.Pixels(LeastHeightWithBar);
        bar.Update(frame, hasBar ? new(Content.X, Content.Bottom - height, Content.Width, height) : default, range);
        Place(frame, Content.Inset(0, 0, 0, hasBar ? height + gap : 0));
        TextStyle digits = new(Math.Clamp(Math.Min(cellHeight * 0.62f, cellWidth * 0.42f) / frame.Scale, 7, 12));
        glyphWidth = (int)Math.Ceiling(Canvas.Measure("0", digits, frame.Scale) + 0.2f);
        glyphHeight = (int)Math.Ceiling(digits.Size * frame.Scale);
        glyphs.Update(frame, TextAtlas.NumberGlyphs, glyphWidth, glyphHeight, digits, isAcross: true, TextAlign.Center);
    }

    public override void Draw(FrameContext frame)
    {
        bar.Draw(frame);
        rowLabels.Draw(frame);
        columnLabels.Draw(frame);
        if (area.IsEmpty)
        {
            return;
        }
        int line = frame.Pixels(1);
        shader.Draw(frame, area.Inset(-line, -line, 0, 0),
            [("TYPE", (uint)Source.Type), ("DECIMALS", Decimals), ("CONFUSION", whole is not null)],
            Source.WordAddress, range.Address, frame.Palette.Address, glyphs.Address, Source.FirstElement, rows, columns,
            cellWidth, cellHeight, glyphWidth, glyphHeight, glyphs.Pitch,
            whole ?? 1, DrawShader.Word(frame.Theme.Right), DrawShader.Word(frame.Theme.Wrong), DrawShader.Word(frame.Theme.Raised),
            line, DrawShader.Word(frame.Theme.Border));
        if (MarkedUnit is int unit && unit >= 0 && unit < columns)
        {
            frame.Outline(new(area.X + unit * cellWidth - line, area.Y - line, cellWidth + line, area.Height + line), frame.Theme.Marked);
        }
    }

    public override Cell? CellAt(float x, float y)
    {
        if (!area.Contains(x, y))
        {
            return null;
        }
        int column = ((int)x - area.X) / cellWidth, row = ((int)y - area.Y) / cellHeight;
        Rectangle place = new(area.X + column * cellWidth, area.Y + row * cellHeight, cellWidth - 1, cellHeight - 1);
        return row >= rows || column >= columns ? null : new(Source, row * columns + column, column, place)
        {
            Beside = Items is { } items ? (items, row) : null,
        };
    }

    /// <summary>"true Sandal, predicted Sneaker: 12", of a confusion "true Sandal, taken for Sneaker: 12 of 981 (1.2 %)".</summary>
    public override string TextOf(Cell cell, double? value, double? beside)
    {
        string row = $"{RowTitle} {Rows[cell.Flat / columns]}", column = Columns[cell.Flat % columns];
        return (value / whole) is not { } share ? $"{row}, {ColumnTitle} {column}: {(value is { } known ? Numbers.Exact(known) : "…")}"
            : $"{row}, taken for {column}: " + (beside is not { } items ? Numbers.Percent(share)
                : $"{Numbers.Whole(Math.Round(share * items))} of {Numbers.Whole(Math.Round(items))} ({Numbers.Percent(share)})");
    }

    public override void Dispose()
    {
        range.Dispose();
        bar.Dispose();
        glyphs.Dispose();
        rowLabels.Dispose();
        columnLabels.Dispose();
        base.Dispose();
    }

    /// <summary>Names where there is room, else numbers, else nothing but the cells.</summary>
    void Place(FrameContext frame, Rectangle room)
    {
        int title = frame.Pixels(TitleHeight), side = Math.Min(room.Width, room.Height);
        bool named = side >= frame.Pixels(LeastNamed), labelled = side >= frame.Pixels(LeastLabelled);
        IReadOnlyList<string> across = named ? Columns : columnNumbers, down = named ? Rows : rowNumbers;
        int left = labelled ? title + LabelLength(frame, down) + frame.Pixels(5) : 0;
        int cell = Math.Max(1, Math.Min((room.Width - left) / columns, (int)(MostCell * frame.Scale)));
        bool upwards = LabelLength(frame, across) > cell - 3;
        int above = !labelled ? 0 : title + (upwards ? LabelLength(frame, across) + frame.Pixels(5) : title);
        cellWidth = Math.Max(2, cell);
        cellHeight = Math.Max(2, Math.Min((room.Height - above) / rows, cellWidth));
        cellWidth = Math.Min(cellWidth, 2 * cellHeight);
        (int width, int height) = (cellWidth * columns, cellHeight * rows);
        area = room.Width < left + width || room.Height < above + height ? default
            : new(room.X + left + (room.Width - left - width) / 2, room.Y + above + (room.Height - above - height) / 2, width, height);
        bool shown = labelled && !area.IsEmpty;
        rowLabels.Update(frame, shown ? new(area.X - left, area.Y, left, height) : default, new(down, RowTitle, cellHeight));
        columnLabels.Update(frame,
            shown ? new(area.X, area.Y - above, width, above) : default, new(across, ColumnTitle, cellWidth, upwards));
    }

    static int LabelLength(FrameContext frame, IReadOnlyList<string> labels)
    {
        float longest = 0;
        for (int i = 0; i < labels.Count; i++)
        {
            longest = Math.Max(longest, Canvas.Measure(labels[i], TextStyle.Small, frame.Scale));
        }
        return Math.Min((int)Math.Ceiling(longest) + 1, frame.Pixels(MostLabel));
    }

    static void PaintRows(Canvas canvas, RowContent content)
    {
        float title = canvas.Pixels(TitleHeight), gap = canvas.Pixels(5);
        canvas.TextUpwards(content.Title, 0, 0, title, canvas.Height, TextStyle.Small, canvas.Theme.Faint);
        for (int i = 0; i < content.Labels.Count; i++)
        {
            TextStyle style = TextStyle.Small with { Size = Math.Min(TextStyle.Small.Size, content.CellHeight / canvas.Scale) };
            canvas.Text(content.Labels[i], title, i * content.CellHeight, canvas.Width - title - gap, content.CellHeight - 1,
                style, canvas.Theme.Muted, TextAlign.Right);
        }
    }

    static void PaintColumns(Canvas canvas, ColumnContent content)
    {
        float title = canvas.Pixels(TitleHeight), gap = canvas.Pixels(content.IsUpwards ? 5 : 1);
        canvas.Text(content.Title, 0, 0, canvas.Width, title, TextStyle.Small, canvas.Theme.Faint, TextAlign.Center);
        for (int i = 0; i < content.Labels.Count; i++)
        {
            if (content.IsUpwards)
            {
                canvas.TextUpwards(content.Labels[i], i * content.CellWidth, title, content.CellWidth - 1, canvas.Height - title - gap,
                    TextStyle.Small, canvas.Theme.Muted, TextAlign.Left);
            }
            else
            {
                canvas.Text(content.Labels[i], i * content.CellWidth, title, content.CellWidth - 1, canvas.Height - title - gap,
                    TextStyle.Small, canvas.Theme.Muted, TextAlign.Center);
            }
        }
    }

    readonly record struct RowContent(IReadOnlyList<string> Labels, string Title, int CellHeight);

    readonly record struct ColumnContent(IReadOnlyList<string> Labels, string Title, int CellWidth, bool IsUpwards);
}
