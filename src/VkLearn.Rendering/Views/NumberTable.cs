using SkiaSharp;
using VkLearn.Gpu;

namespace VkLearn.Rendering.Views;

/// <summary>A tensor [R, C] as a table of text, a line a row, with a heading: a few figures side by side.</summary>
public sealed class NumberTable : View
{
    const float LineHeight = 20, MostHeight = 26, Gap = 8;
    static readonly TimeSpan readEvery = TimeSpan.FromMilliseconds(150);

    readonly CanvasImage<Looks> image = new("table", Paint);
    readonly IReadOnlyList<string> rows, columns;
    readonly byte[] read;
    GpuReadback? readback;
    TimeSpan? asked;
    bool isUnderWay;
    string[] texts;

    /// <exception cref="ArgumentException">The tensor is not [R, C], or the names are not as many.</exception>
    public NumberTable(TensorSource source, IReadOnlyList<string> rows, IReadOnlyList<string> columns) : base(source.Name)
    {
        if (source.Shape is not [var down, var across] || down != rows.Count || across != columns.Count)
        {
            throw new ArgumentException($"NumberTable \"{source.Name}\": a tensor [R, C] with R names of rows and C of columns is needed, "
                + $"received {source.ShapeText} with {rows.Count} and {columns.Count}.");
        }
        (Source, this.rows, this.columns) = (source, rows, columns);
        read = new byte[(source.Count * source.ElementBytes + 6) & ~3];
        texts = new string[source.Count];
        texts.AsSpan().Fill("");
    }

    /// <summary>What is shown; it may move, but keeps its shape.</summary>
    public TensorSource Source { get; set; }

    /// <summary>How the values of a column are written.</summary>
    public Func<int, double, string> Format { get; init; } = static (_, value) => Numbers.Short(value);

    /// <summary>What is written in a cell; empty: it was not read yet.</summary>
    internal string TextOf(int row, int column) => texts[row * columns.Count + column];

    public override void Prepare(FrameContext frame)
    {
        readback ??= frame.Gpu.NewReadback(read.Length, "table");
        if (isUnderWay && readback.TryRead(read))
        {
            isUnderWay = false;
            Write();
        }
        if (!isUnderWay && (asked is not { } last || frame.Time - last >= readEvery))
        {
            frame.Recorder.CopyToReadback(Source.Buffer, Source.ByteOffset, Source.Count * Source.ElementBytes, readback);
            (asked, isUnderWay) = (frame.Time, true);
        }
        image.Update(frame, Content, new(rows, columns, texts));
    }

    public override void Draw(FrameContext frame) => image.Draw(frame);

    public override void Dispose()
    {
        image.Dispose();
        readback?.Dispose();
        base.Dispose();
    }

    void Write()
    {
        string[] now = [.. texts.Select((_, i) => Format(i % columns.Count, Elements.Value(Source.Type, read, i)))];
        texts = now.SequenceEqual(texts) ? texts : now;
    }

    static void Paint(Canvas canvas, Looks content)
    {
        int columns = content.Columns.Count;
        float names = content.Rows.Max(name => canvas.Measure(name, TextStyle.Body)) + canvas.Pixels(Gap);
        float width = Math.Max(0, (canvas.Width - names) / columns);
        float height = Math.Clamp((float)canvas.Height / (content.Rows.Count + 1), canvas.Pixels(LineHeight), canvas.Pixels(MostHeight));
        for (int column = 0; column < columns; column++)
        {
            Cell(content.Columns[column], 0, column, canvas.Theme.Faint, TextStyle.Small);
        }
        for (int row = 0; row < content.Rows.Count && (row + 2) * height <= canvas.Height + 1; row++)
        {
            canvas.Text(content.Rows[row], 0, (row + 1) * height, names, height, TextStyle.Body, canvas.Theme.Muted);
            for (int column = 0; column < columns; column++)
            {
                Cell(content.Texts[row * columns + column], row + 1, column, canvas.Theme.Text, TextStyle.Body);
            }
        }

        void Cell(string text, int line, int column, SKColor color, TextStyle style) => canvas.Text(
            text, names + column * width, line * height, width, height, style, color, TextAlign.Right);
    }

    readonly record struct Looks(IReadOnlyList<string> Rows, IReadOnlyList<string> Columns, string[] Texts);
}
