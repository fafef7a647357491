using System.Runtime.InteropServices;
using SkiaSharp;
using VkLearn.Gpu;

namespace VkLearn.Rendering.Views;

/// <summary>
/// A line for each layer of a model: its activations, dead units, update and gradient, a mark where something is wrong with it, and below
/// all what that is. Where there is little room, gradient and activations are left out. It reads few lines at a time, some times a second.
/// </summary>
public sealed class LayerTable : View
{
    const int RowsRead = 4;
    const float LineHeight = 20, Gap = 8, Dot = 3.5f, BarHeight = 6;
    const double LeastUpdate = 1e-6, UsualUpdate = 1e-3, MostUpdate = 1; // what the bars of updates go from, are marked at, and go to

    static readonly TimeSpan readEvery = TimeSpan.FromMilliseconds(100);
    static readonly string[] heads = ["layer", "activations", "dead units", "update / weight", "gradient"];
    static readonly float[] shares = [0.27f, 0.21f, 0.17f, 0.21f, 0.14f];
    static readonly int[][] choices = [[0, 1, 2, 3, 4], [0, 1, 2, 3], [0, 2, 3]]; // columns, the fewest for the least room

    readonly CanvasImage<Looks> image = new("layers", Paint);
    readonly IReadOnlyList<string> layers;
    readonly Func<int, LayerNumbers, string?> judge;
    readonly TilePages pages;
    readonly Line[] lines;
    readonly float[] read = new float[RowsRead * LayerNumbers.Count];
    Line[] shown = [];
    GpuReadback? readback;
    TimeSpan? asked;
    int next, underWay = -1; // rows: the first to be read next, the first that is on its way
    bool isChanged = true;

    /// <param name="numbers">Float32 [layers, 5]: the numbers of <see cref="LayerNumbers"/>.</param>
    /// <param name="layers">What they are called.</param>
    /// <param name="judge">What is wrong with a layer, in a sentence, by its number; null: nothing.</param>
    /// <exception cref="ArgumentException">The tensor has another shape.</exception>
    public LayerTable(TensorSource numbers, IReadOnlyList<string> layers, Func<int, LayerNumbers, string?> judge) : base("Layers")
    {
        if (numbers.Type != ElementType.Float32 || numbers.Shape is not [var rows, LayerNumbers.Count] || rows != layers.Count)
        {
            throw new ArgumentException($"LayerTable \"{numbers.Name}\": Float32 [{layers.Count}, {LayerNumbers.Count}] is needed, "
                + $"received {numbers.ShapeText}.");
        }
        (Source, this.layers, this.judge) = (numbers, layers, judge);
        pages = new(rows);
        lines = [.. layers.Select(static name => new Line(name, null, false))];
    }

    /// <summary>What is shown; it may move, but keeps its shape.</summary>
    public TensorSource Source { get; set; }

    /// <summary>Whether the numbers have been measured; before that none is told.</summary>
    public bool IsKnown { get; set; } = true;

    /// <summary>What is written below: what is wrong with the first layer that something is wrong with.</summary>
    public string Remark { get; private set; } = "";

    /// <summary>What is written of a layer, column by column.</summary>
    internal string[] TextsOf(int layer) => Texts(lines[layer]);

    internal bool IsMarked(int layer) => lines[layer].IsMarked;

    public override void Prepare(FrameContext frame)
    {
        Take();
        Ask(frame);
        int most = Math.Max(1, (int)(Content.Height / frame.Pixels(LineHeight)) - 2), first = pages.First;
        pages.Update(Math.Min(most, layers.Count));
        Note = pages.Note;
        if (isChanged || first != pages.First || shown.Length != Math.Min(most, layers.Count))
        {
            isChanged = false;
            shown = lines[pages.First..(pages.First + Math.Min(most, layers.Count))];
        }
        image.Update(frame, Content, new(shown, Remark));
    }

    public override void Draw(FrameContext frame) => image.Draw(frame);

    public override bool Pointer(PointerEvent e)
    {
        bool isUsed = pages.Scroll(e, 1);
        isChanged |= isUsed;
        return isUsed;
    }

    public override void Dispose()
    {
        image.Dispose();
        readback?.Dispose();
        base.Dispose();
    }

    void Ask(FrameContext frame)
    {
        if (!IsKnown || underWay >= 0 || asked is { } last && frame.Time - last < readEvery)
        {
            return;
        }
        readback ??= frame.Gpu.NewReadback(read.Length * sizeof(float), "layers");
        int rows = Math.Min(RowsRead, layers.Count - next), bytes = LayerNumbers.Count * sizeof(float);
        frame.Recorder.CopyToReadback(Source.Buffer, Source.ByteOffset + next * bytes, rows * bytes, readback);
        (underWay, asked) = (next, frame.Time);
        next = (next + rows) % layers.Count;
    }

    void Take()
    {
        int rows = Math.Min(RowsRead, layers.Count - underWay);
        if (underWay < 0 || !readback!.TryRead(MemoryMarshal.AsBytes(read.AsSpan(0, rows * LayerNumbers.Count))))
        {
            return;
        }
        for (int i = 0; i < rows; i++)
        {
            LayerNumbers numbers = LayerNumbers.Of(read.AsSpan(i * LayerNumbers.Count, LayerNumbers.Count));
            Line line = new(layers[underWay + i], numbers, judge(underWay + i, numbers) is not null);
            isChanged |= line != lines[underWay + i];
            lines[underWay + i] = line;
        }
        underWay = -1;
        Remark = lines.Select((line, i) => line is { IsMarked: true, Numbers: { } known } ? judge(i, known) : null)
            .FirstOrDefault(static wrong => wrong is not null) ?? (lines.All(static line => line.Numbers is not null)
                ? "All layers look healthy." : "");
    }

    static string[] Texts(Line line) => line.Numbers is not { } known ? [line.Name, "", "", "", ""] :
    [
        line.Name,
        float.IsNaN(known.Mean) ? "–" : $"{Numbers.Short(known.Mean)} ± {Numbers.Short(known.Deviation)}",
        known.Dead < 0 ? "–" : Numbers.Percent(known.Dead),
        $"{Numbers.Short(100 * known.Update)} %",
        Numbers.Short(known.Gradient),
    ];

    static void Paint(Canvas canvas, Looks content)
    {
        float height = canvas.Pixels(LineHeight);
        (float X, float Width)[] places = Places(canvas);
        PaintCells(canvas, heads, places, 0, height, canvas.Theme.Faint);
        for (int i = 0; i < content.Lines.Length; i++)
        {
            PaintLine(canvas, content.Lines[i], places, (i + 1) * height, height);
        }
        SKColor color = content.Lines.Any(static line => line.IsMarked) ? canvas.Theme.Text : canvas.Theme.Muted;
        IReadOnlyList<string> remark = Canvas.Wrap(content.Remark, TextStyle.Body, canvas.Scale, canvas.Width);
        for (int i = 0; i < remark.Count && (content.Lines.Length + 2 + i) * height <= canvas.Height + 1; i++)
        {
            canvas.Text(remark[i], 0, (content.Lines.Length + 1 + i) * height, canvas.Width, height, TextStyle.Body, color);
        }
    }

    static void PaintLine(Canvas canvas, Line line, (float X, float Width)[] places, float y, float height)
    {
        float dot = canvas.Pixels(Dot);
        if (line.IsMarked)
        {
            canvas.Circle(dot, y + height / 2, dot, canvas.Theme.Wrong);
        }
        PaintCells(canvas, Texts(line), places, y, height, canvas.Theme.Text);
        if (line.Numbers is { } known)
        {
            PaintBar(canvas, places[2], y, height, known.Dead, null);
            PaintBar(canvas, places[3], y, height, ShareOf(known.Update), ShareOf(UsualUpdate));
        }
    }

    static void PaintCells(Canvas canvas, string[] texts, (float X, float Width)[] places, float y, float height, SKColor color)
    {
        for (int column = 0; column < texts.Length; column++)
        {
            if (places[column] is var (x, width) && width > 0)
            {
                SKColor own = column == 0 && color == canvas.Theme.Text ? canvas.Theme.Muted : color;
                canvas.Text(texts[column], x, y, width, height, TextStyle.Small, own, column == 0 ? TextAlign.Left : TextAlign.Right);
            }
        }
    }

    /// <summary>A bar at the left of a column, whose number stands at its right.</summary>
    /// <param name="share">Of its length; below 0: there is none.</param>
    /// <param name="tick">Where it has a mark.</param>
    static void PaintBar(Canvas canvas, (float X, float Width) place, float y, float height, double share, double? tick)
    {
        (float x, float width) = place;
        float length = width - canvas.Measure(">99.9 %", TextStyle.Small) - canvas.Pixels(Gap), thick = canvas.Pixels(BarHeight);
        if (!(share >= 0) || length < canvas.Pixels(Gap))
        {
            return;
        }
        float top = y + (height - thick) / 2;
        canvas.Fill(x, top, length, thick, canvas.Theme.Raised);
        canvas.Fill(x, top, length * (float)Math.Min(1, share), thick, canvas.Theme.Accent);
        if (tick is { } at)
        {
            canvas.Fill(x + length * (float)at, top - 2, canvas.Pixels(1), thick + 4, canvas.Theme.Muted);
        }
    }

    static double ShareOf(double update) => Math.Clamp(new Axis(LeastUpdate, MostUpdate, IsLogarithmic: true).ShareOf(update), 0, 1);

    /// <summary>Of each column where it stands; of one that is left out nothing.</summary>
    static (float X, float Width)[] Places(Canvas canvas)
    {
        (float X, float Width)[] places = [];
        foreach (int[] columns in choices)
        {
            places = PlacesOf(canvas, columns);
            if (columns.All(column => canvas.Measure(heads[column], TextStyle.Small) <= places[column].Width))
            {
                break;
            }
        }
        return places;
    }

    static (float X, float Width)[] PlacesOf(Canvas canvas, int[] columns)
    {
        (float X, float Width)[] places = new (float, float)[heads.Length];
        float x = canvas.Pixels(3 * Dot), width = canvas.Width - x, whole = columns.Sum(static column => shares[column]);
        foreach (int column in columns)
        {
            float gap = column == 0 ? 0 : canvas.Pixels(Gap), own = width * shares[column] / whole;
            places[column] = (x + gap, own - gap);
            x += own;
        }
        return places;
    }

    readonly record struct Line(string Name, LayerNumbers? Numbers, bool IsMarked);

    readonly record struct Looks(Line[] Lines, string Remark);
}
