namespace VkLearn.Rendering.Views;

/// <summary>
/// A small network of points on a plane: of each feature and neuron what it says all over the plane, as a picture of its own, a column a
/// layer, and its weights as lines between them (after TensorFlow Playground, Smilkov et al. 2017). Nothing is read back but ranges.
/// </summary>
public sealed class NeuronPlanes : View
{
    const float LargestTile = 72, LeastGap = 3, NamesWidth = 46, TitleHeight = 18, LinesShare = 0.45f; // LinesShare: of a column's width

    readonly PlaneColumn[] columns;
    readonly TensorSource[] weights;
    readonly RangeState[] ranges, scales; // of responses, of weights
    readonly DrawShader[] tiles;
    readonly StripLines[] lines;
    readonly CanvasImage<Looks> words;
    readonly Rectangle[] places; // of each column's tiles, the gaps between them with it
    readonly int[] pitches;
    int side;
    (Rectangle Content, float Scale) arranged;

    /// <param name="columns">From the features to what is asked.</param>
    /// <param name="weights">[units, units of the next], between each column and the next.</param>
    /// <exception cref="ArgumentException">Shapes do not fit each other.</exception>
    public NeuronPlanes(string title, IReadOnlyList<PlaneColumn> columns, IReadOnlyList<TensorSource> weights) : base(title)
    {
        (this.columns, this.weights) = ([.. columns], [.. weights]);
        Check();
        (places, pitches) = (new Rectangle[columns.Count], new int[columns.Count]);
        ranges = [.. columns.Select(static _ => new RangeState())];
        scales = [.. weights.Select(static _ => new RangeState())];
        tiles = [.. columns.Select(static _ => new DrawShader("TensorGrid"))];
        lines = [.. weights.Select(static _ => new StripLines())];
        words = new("neurons", Paint);
    }

    public IReadOnlyList<PlaneColumn> Columns => columns;

    /// <summary>Where a unit's picture is drawn; empty where there is no room.</summary>
    internal Rectangle PlaceOf(int column, int unit) => places[column].IsEmpty ? default
        : new(places[column].X, places[column].Y + unit * pitches[column], side, side);

    internal RangeState RangeOf(int column) => ranges[column];

    public override void Prepare(FrameContext frame)
    {
        if (arranged != (Content, frame.Scale))
        {
            arranged = (Content, frame.Scale);
            Arrange(frame);
        }
        bool isDue = false;
        for (int i = 0; i < columns.Length; i++)
        {
            ranges[i].Update(frame, columns[i].Responses, ColorScale.Signed);
        }
        for (int i = 0; i < weights.Length; i++)
        {
            isDue |= scales[i].Update(frame, weights[i], ColorScale.Signed);
        }
        frame.Recorder.Barrier(); // lines go by the scales that were found
        for (int i = 0; i < weights.Length; i++)
        {
            lines[i].Update(frame, Between(i), isDue, weights[i], scales[i].Address, -1, SpanOf(i), SpanOf(i + 1));
        }
        words.Update(frame, Content, new(side, frame.Theme));
    }

    public override void Draw(FrameContext frame)
    {
        words.Draw(frame);
        Array.ForEach(lines, one => one.Draw(frame));
        for (int i = 0; i < columns.Length; i++)
        {
            DrawTiles(frame, i);
        }
    }

    public override string? TextAt(float x, float y)
    {
        for (int column = 0; column < places.Length; column++)
        {
            for (int unit = 0; unit < columns[column].Count; unit++)
            {
                if (PlaceOf(column, unit).Contains(x, y))
                {
                    return columns[column].NameOf(unit);
                }
            }
        }
        return null;
    }

    public override void Dispose()
    {
        Array.ForEach(ranges, range => range.Dispose());
        Array.ForEach(scales, scale => scale.Dispose());
        Array.ForEach(lines, one => one.Dispose());
        words.Dispose();
        base.Dispose();
    }

    void Check()
    {
        if (weights.Length != columns.Length - 1)
        {
            throw new ArgumentException($"NeuronPlanes: {columns.Length} columns have {columns.Length - 1} weights between them, received "
                + $"{weights.Length}.");
        }
        for (int i = 0; i < columns.Length; i++)
        {
            if (columns[i].Responses is not { Type: ElementType.Float32, Shape: [_, _, _] })
            {
                throw new ArgumentException($"NeuronPlanes: what a column says is Float32 [units, rows, columns], received "
                    + $"{columns[i].Responses.ShapeText}.");
            }
            if (i < weights.Length && !weights[i].Shape.SequenceEqual([columns[i].Count, columns[i + 1].Count]))
            {
                throw new ArgumentException($"NeuronPlanes: the weights from {columns[i].Count} units to {columns[i + 1].Count} are of "
                    + $"that shape, received {weights[i].ShapeText}.");
            }
        }
    }

    /// <summary>All pictures are of one size; a column's stand in its middle.</summary>
    void Arrange(FrameContext frame)
    {
        int names = frame.Pixels(NamesWidth), title = frame.Pixels(TitleHeight), gap = frame.Pixels(LeastGap);
        Rectangle room = Content.Inset(names, title, 0, 0);
        float across = room.Width / (columns.Length - 1 + (1 - LinesShare)), most = columns.Max(column => column.Count);
        side = (int)Math.Min(Math.Min(frame.Pixels(LargestTile), across * (1 - LinesShare)), room.Height / most - gap);
        Array.Clear(places);
        for (int i = 0; i < columns.Length && side > 0; i++)
        {
            int count = columns[i].Count;
            pitches[i] = (int)Math.Min((float)room.Height / count, 1.4f * side + gap);
            int tall = pitches[i] * (count - 1) + side;
            int x = columns.Length == 1 ? room.X : room.X + (int)((room.Width - side) * (float)i / (columns.Length - 1));
            places[i] = new(x, room.Y + (room.Height - tall) / 2, side, tall);
        }
    }

    /// <summary>Where the lines between a column and the next are drawn.</summary>
    Rectangle Between(int column) => places[column].IsEmpty ? default
        : new(places[column].Right, Content.Y, places[column + 1].X - places[column].Right, Content.Height);

    /// <summary>As lines take units to be spread: evenly, half of what lies between two before the first and after the last.</summary>
    (float Top, float Height) SpanOf(int column) =>
        (places[column].Y - (pitches[column] - side) / 2f, pitches[column] * columns[column].Count);

    void DrawTiles(FrameContext frame, int column)
    {
        if (places[column].IsEmpty)
        {
            return;
        }
        TensorSource source = columns[column].Responses;
        (int rows, int cells, int line) = (source.Shape[1], source.Shape[2], frame.Pixels(1));
        tiles[column].Draw(frame, places[column].Inset(-line), [("TYPE", (uint)source.Type), ("COLORED", false)],
            source.WordAddress, ranges[column].Address, frame.Palette.Address, source.FirstElement,
            columns[column].Count, 1, (float)side + line, (float)pitches[column], (float)cells / side, (float)rows / side,
            rows, cells, rows * cells, cells, 1, 0, line, DrawShader.Word(frame.Theme.Border));
    }

    void Paint(Canvas canvas, Looks looks)
    {
        for (int i = 0; i < columns.Length && looks.Side > 0; i++)
        {
            float middle = places[i].X + looks.Side / 2f - Content.X, width = Math.Min(2 * middle, canvas.Pixels(110));
            canvas.Text(columns[i].Title, Math.Min(middle - width / 2, canvas.Width - width), 0, width, canvas.Pixels(TitleHeight),
                TextStyle.Small, canvas.Theme.Muted, TextAlign.Center);
        }
        for (int unit = 0; unit < columns[0].Count && looks.Side > 0; unit++)
        {
            Rectangle at = PlaceOf(0, unit);
            canvas.Text(columns[0].Names[unit], 0, at.Y - Content.Y, at.X - Content.X - canvas.Pixels(6), at.Height, TextStyle.Small,
                canvas.Theme.Text, TextAlign.Right);
        }
    }

    readonly record struct Looks(int Side, Theme Theme);
}
