namespace VkLearn.Rendering.Views;

/// <summary>
/// A network as a strip: its nodes in order, each with a picture of what it makes of one item, what it is, and how large activations and
/// gradients are; paths that join, and stacks of like nodes as one. Few units are neurons, whose weights are lines between them. Nothing is
/// read back: colours and sizes are found on the device. A click on a node selects its layer.
/// </summary>
public sealed class NetworkStrip : View
{
    const int TensorsOfNode = 3;
    static readonly string[] gaugeNames = ["activations", "gradient"];

    readonly IReadOnlyList<StripNode> nodes;
    readonly StripTile[] tiles;
    readonly StripLines[] lines;
    readonly StripGauges gauges = new();
    readonly StripStatistics statistics;
    readonly CanvasImage<Looks> image;
    readonly TilePages pages;
    readonly Func<int, TensorSource?> tensorOf;
    readonly Func<int, bool> hasLines;
    StripLayout layout;
    (Rectangle Content, int First, float Scale) arranged;

    /// <exception cref="ArgumentException">A node reads one that is not before it.</exception>
    public NetworkStrip(string title, IReadOnlyList<StripNode> nodes) : base(title)
    {
        if (nodes.Where((node, i) => node.Inputs.Any(input => input < 0 || input >= i)).FirstOrDefault() is { } wrong)
        {
            throw new ArgumentException($"NetworkStrip: \"{wrong.Name}\" reads a node that is not before it.");
        }
        (this.nodes, pages) = (nodes, new(nodes.Count));
        tiles = [.. nodes.Select(static node => new StripTile(node))];
        lines = [.. nodes.Select(static _ => new StripLines())];
        statistics = new([.. Enumerable.Range(0, nodes.Count * TensorsOfNode).Select(static i => i % TensorsOfNode == 2)]);
        image = new("network", Paint);
        (tensorOf, hasLines) = (TensorOf, HasLines);
        Legend = [new(0, "activations", ""), new(1, "gradients", "")];
    }

    public IReadOnlyList<StripNode> Nodes => nodes;

    /// <summary>Which of the items is shown, as far as there are so many.</summary>
    public int Item { get; set; }

    internal StripLayout Places => layout;

    internal StripStatistics Statistics => statistics;

    internal IReadOnlyList<StripTile> Tiles => tiles;

    /// <summary>Where the lines of a shown node's weight are drawn; empty where there are none.</summary>
    internal Rectangle LinesOf(int shown)
    {
        int node = layout.First + shown;
        if (shown <= 0 || !HasLines(node))
        {
            return default;
        }
        Rectangle picture = layout.PictureOf(shown), from = tiles[node - 1].Area, to = tiles[node].Area;
        return from.IsEmpty || to.IsEmpty ? default : new(from.Right + 1, picture.Y, to.X - from.Right - 1, picture.Height);
    }

    /// <summary>Where a shown node's bar is drawn, with its number: of its activations, 0, or its gradient, 1.</summary>
    internal Rectangle GaugeOf(int shown, int which) => StripGauges.PlaceOf(layout, shown, which, arranged.Scale);

    /// <summary>The bar alone.</summary>
    internal Rectangle BarOf(int shown, int which) => StripGauges.BarOf(GaugeOf(shown, which), layout.HasNumbers, arranged.Scale);

    public override void Prepare(FrameContext frame)
    {
        bool isDue = statistics.Update(frame, tensorOf);
        gauges.Update(frame);
        if (arranged != (Content, pages.First, frame.Scale))
        {
            Arrange(frame);
        }
        Note = pages.Note;
        frame.Recorder.Barrier(); // lines go by the scales that were found
        for (int i = 0; i < nodes.Count; i++)
        {
            UpdateLines(frame, i, isDue);
        }
        image.Update(frame, Content, new(layout.First, layout.Boxes, frame.Theme));
    }

    public override void Draw(FrameContext frame)
    {
        image.Draw(frame);
        for (int i = 0; i < layout.Boxes.Length; i++)
        {
            DrawNode(frame, i);
        }
    }

    /// <summary>A press selects the layer; it is not used up, so that a click marks the unit under it too.</summary>
    public override bool Pointer(PointerEvent e)
    {
        if (e is { Action: PointerAction.Press, Button: 0 } && NodeAt(e.X, e.Y) is { Layer: { } layer })
        {
            LayerSelected?.Invoke(layer);
        }
        return pages.Scroll(e, 1);
    }

    /// <summary>Raised when a node is clicked on.</summary>
    public event Action<SelectedLayer>? LayerSelected;

    public override Cell? CellAt(float x, float y)
    {
        for (int i = 0; i < layout.Boxes.Length; i++)
        {
            if ((tiles[layout.First + i].CellAt(x, y, Item) ?? GaugeAt(i, x, y)) is { } cell)
            {
                return cell;
            }
        }
        return null;
    }

    /// <summary>Of a bar its number: "activations, root of their mean square: 0.43".</summary>
    public override string TextOf(Cell cell, double? value, double? beside) => cell.Tensor.Buffer != statistics.State
        ? base.TextOf(cell, value, beside)
        : $"{cell.Tensor.Name}, root of their mean square: {(value is { } known ? Numbers.Exact(known) : "…")}";

    public override string? TextAt(float x, float y) => NodeAt(x, y)?.Tip;

    public override void Dispose()
    {
        statistics.Dispose();
        image.Dispose();
        gauges.Dispose();
        Array.ForEach(lines, static one => one.Dispose());
        base.Dispose();
    }

    TensorSource? TensorOf(int index) => nodes[index / TensorsOfNode] is var node ? (index % TensorsOfNode) switch
    {
        0 => node.Activations,
        1 => node.Gradient,
        _ => node.Weight,
    } : null;

    ulong RangeOf(int node, int tensor) => statistics.AddressOf(node * TensorsOfNode + tensor);

    /// <summary>Where both sides are flat units, those on the right few enough for neurons, and the weight is between just these.</summary>
    bool HasLines(int index) => index > 0
        && nodes[index] is { Inputs: [var input], Weight.Shape: [var from, var to] } node
        && input == index - 1 && StripTile.IsNarrow(node.Activations) && node.Activations!.Value.Shape[1] == to
        && nodes[input].Activations is { Shape: [_, var units] } && units == from;

    void Arrange(FrameContext frame)
    {
        layout = StripLayout.Of(nodes, hasLines, pages.First, Content, frame.Scale);
        pages.Update(layout.Boxes.Length);
        layout = pages.First == layout.First ? layout : StripLayout.Of(nodes, hasLines, pages.First, Content, frame.Scale);
        for (int i = 0; i < nodes.Count; i++)
        {
            int shown = i - layout.First;
            bool isShown = shown >= 0 && shown < layout.Boxes.Length && nodes[i].Kind != StripNodeKind.Join;
            tiles[i].Arrange(frame, isShown ? layout.PictureOf(shown) : default);
        }
        arranged = (Content, pages.First, frame.Scale);
    }

    StripNode? NodeAt(float x, float y)
    {
        for (int i = 0; i < layout.Boxes.Length; i++)
        {
            if (layout.Boxes[i].Contains(x, y))
            {
                return nodes[layout.First + i];
            }
        }
        return null;
    }

    void DrawNode(FrameContext frame, int shown)
    {
        int index = layout.First + shown;
        StripNode node = nodes[index];
        lines[index].Draw(frame);
        tiles[index].Draw(frame, Item, RangeOf(index, 0));
        for (int which = 0; which < gaugeNames.Length; which++)
        {
            if (HasGauge(index, which))
            {
                gauges.Draw(frame, GaugeOf(shown, which), RangeOf(index, which), which, layout.HasNumbers);
            }
        }
        if (node.Layer is { } layer && layer == frame.Selection.Layer)
        {
            int around = frame.Pixels(4);
            Rectangle box = layout.Boxes[shown];
            frame.Outline(new(box.X - around, box.Y - around, box.Width + 2 * around, box.Height + around + around / 2), frame.Theme.Accent,
                frame.Pixels(1.5f));
        }
    }

    bool HasGauge(int node, int which) => TensorOf(node * TensorsOfNode + which) is not null;

    /// <summary>The number of the bar under a point of the target.</summary>
    Cell? GaugeAt(int shown, float x, float y)
    {
        for (int which = 0; which < gaugeNames.Length; which++)
        {
            int node = layout.First + shown;
            if (GaugeOf(shown, which) is var place && place.Contains(x, y) && HasGauge(node, which))
            {
                return new(statistics.SourceOf(gaugeNames[which]), StripStatistics.SizeOf(node * TensorsOfNode + which), -1, place);
            }
        }
        return null;
    }

    void UpdateLines(FrameContext frame, int index, bool isDue)
    {
        if (nodes[index].Weight is { } weight && HasLines(index))
        {
            (StripTile left, StripTile right, int shown) = (tiles[index - 1], tiles[index], index - layout.First);
            float height = left.AreNeurons ? left.Pitch * weight.Shape[0] : left.Area.Height;
            lines[index].Update(frame, shown < layout.Boxes.Length ? LinesOf(shown) : default, isDue, weight, RangeOf(index, 2),
                frame.Selection.UnitOf(nodes[index].UnitGroup) ?? -1, (left.Area.Y, height), (right.Area.Y, right.Pitch * weight.Shape[1]));
        }
    }

    void Paint(Canvas canvas, Looks looks)
    {
        StripPainter painter = new(canvas, nodes, tiles, layout, Content);
        painter.PaintStacks();
        painter.PaintPaths(shown => !LinesOf(shown).IsEmpty);
        painter.PaintTimes();
        painter.PaintTexts();
    }

    /// <summary>The boxes are made anew with each layout.</summary>
    readonly record struct Looks(int First, Rectangle[] Boxes, Theme Theme);
}
