using VkLearn.Gpu;

namespace VkLearn.Rendering.Views;

/// <summary>Values [N] as horizontal bars with labels and numbers of the same moment: a class's probabilities.</summary>
public sealed class Bars : View
{
    const float MostPitch = 26, LeastTextPitch = 9, ValueWidth = 46, Gap = 8;

    readonly DrawShader shader = new("Bars");
    readonly CanvasImage<LabelContent> labels = new("bar labels", PaintLabels);
    readonly CanvasImage<ValueContent> values = new("bar values", PaintValues);
    readonly RangeState range;
    readonly TensorReading reading;
    readonly int count;
    string[] texts;
    Rectangle area;
    float pitch;

    /// <param name="source">The values, [N].</param>
    /// <param name="labels">A label for each.</param>
    /// <param name="fixedRange">The ends of the scale; null: the values' own, 0 included.</param>
    public Bars(TensorSource source, IReadOnlyList<string> labels, (float Low, float High)? fixedRange = null) : base(source.Name)
    {
        (Source, Labels, count) = (source, labels, source.Count);
        UnitGroup = source.Name;
        range = new() { Fixed = fixedRange };
        reading = new(source, isDrawn: true);
        texts = new string[count];
        texts.AsSpan().Fill("");
    }

    /// <summary>What is shown; it may move, but keeps its shape.</summary>
    public TensorSource Source { get; set; }

    public IReadOnlyList<string> Labels { get; }

    /// <summary>How a value is written.</summary>
    public Func<double, string> Format { get; init; } = Numbers.Short;

    internal Rectangle Area => area;

    /// <summary>What is written beside each bar.</summary>
    internal IReadOnlyList<string> Texts => texts;

    internal RangeState Range => range;

    public override void Prepare(FrameContext frame)
    {
        if (reading.Ask(frame, Source))
        {
            Write();
        }
        range.Update(frame, reading.Copy, ColorScale.Magnitude);
        int height = (int)Math.Min(Content.Height, count * MostPitch * frame.Scale);
        pitch = count == 0 ? 0 : (float)height / count;
        bool hasText = pitch >= LeastTextPitch * frame.Scale;
        float size = Math.Clamp(pitch / frame.Scale * 0.8f, 7, 12);
        int label = hasText ? LabelWidth(frame, new(size)) : 0, value = hasText ? frame.Pixels(ValueWidth) : 0, gap = frame.Pixels(Gap);
        area = Content.IsEmpty ? default
            : new(Content.X + label + gap, Content.Y, Math.Max(0, Content.Width - label - value - 2 * gap), height);
        labels.Update(frame, label == 0 ? default : new(Content.X, Content.Y, label, height), new(Labels, size, count));
        values.Update(frame, value == 0 ? default : new(Content.Right - value, Content.Y, value, height), new(texts, size));
    }

    public override void Draw(FrameContext frame)
    {
        labels.Draw(frame);
        values.Draw(frame);
        shader.Draw(frame, area, [("TYPE", (uint)Source.Type)],
            reading.Copy.WordAddress, range.Address, frame.Palette.Address, reading.Copy.FirstElement, count, pitch, Thickness,
            DrawShader.Word(frame.Theme.Accent), DrawShader.Word(frame.Theme.Faint), DrawShader.Word(frame.Theme.Border));
        if (MarkedUnit is int unit && unit >= 0 && unit < count && !area.IsEmpty)
        {
            frame.Outline(RowPlace(unit), frame.Theme.Marked, 2);
        }
    }

    public override Cell? CellAt(float x, float y)
    {
        if (!area.Contains(x, y) || pitch <= 0)
        {
            return null;
        }
        int row = Math.Clamp((int)((y - area.Y) / pitch), 0, count - 1);
        return new(Source, row, row, RowPlace(row));
    }

    /// <summary>"Sandal: 12.5 %".</summary>
    public override string TextOf(Cell cell, double? value, double? beside) =>
        $"{(cell.Unit < Labels.Count ? Labels[cell.Unit] : cell.Words)}: {(value is { } known ? Format(known) : "…")}";

    public override void Dispose()
    {
        range.Dispose();
        labels.Dispose();
        values.Dispose();
        reading.Dispose();
        base.Dispose();
    }

    float Thickness => Math.Max(1, MathF.Round(pitch * 0.62f));

    Rectangle RowPlace(int row) => new(area.X - 2, area.Y + (int)(row * pitch), area.Width + 4, Math.Max(1, (int)pitch));

    int LabelWidth(FrameContext frame, TextStyle style)
    {
        float widest = 0;
        for (int i = 0; i < Labels.Count; i++)
        {
            widest = Math.Max(widest, Canvas.Measure(Labels[i], style, frame.Scale));
        }
        return (int)Math.Min(MathF.Ceiling(widest) + 2, Content.Width * 0.36f);
    }

    void Write()
    {
        string[] now = new string[count];
        bool isNew = false;
        for (int i = 0; i < count; i++)
        {
            now[i] = Format(reading.Values[i]);
            isNew |= now[i] != texts[i];
        }
        texts = isNew ? now : texts;
    }

    static void PaintLabels(Canvas canvas, LabelContent content)
    {
        float pitch = (float)canvas.Height / content.Count;
        for (int i = 0; i < Math.Min(content.Count, content.Labels.Count); i++)
        {
            canvas.Text(content.Labels[i], 0, i * pitch, canvas.Width, pitch, new(content.Size), canvas.Theme.Muted, TextAlign.Right);
        }
    }

    static void PaintValues(Canvas canvas, ValueContent content)
    {
        float pitch = (float)canvas.Height / content.Texts.Length;
        for (int i = 0; i < content.Texts.Length; i++)
        {
            canvas.Text(content.Texts[i], 0, i * pitch, canvas.Width, pitch, new(content.Size), canvas.Theme.Text, TextAlign.Right);
        }
    }

    readonly record struct LabelContent(IReadOnlyList<string> Labels, float Size, int Count);

    readonly record struct ValueContent(string[] Texts, float Size);
}
