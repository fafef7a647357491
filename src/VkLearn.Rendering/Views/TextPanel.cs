namespace VkLearn.Rendering.Views;

/// <summary>Lines of a name and its value: statistics. In columns where it is wide; the last lines go where there is no room.</summary>
public sealed class TextPanel(string title) : View(title)
{
    const float LineHeight = 18, LeastColumn = 150, ColumnGap = 22, MostValue = 0.7f, NameGap = 8;
    static readonly TimeSpan WriteEvery = TimeSpan.FromMilliseconds(125);

    readonly CanvasImage<Text> image = new("text", Paint);
    readonly List<string> names = [], values = [];
    Line[] written = [];
    TimeSpan? writtenAt;
    bool isChanged;

    /// <summary>A line's value; null where there is no such line.</summary>
    internal string? Find(string name) => names.IndexOf(name) is >= 0 and var line ? values[line] : null;

    /// <summary>Sets a line's value; a new name makes a new line below the others. Cheap enough to call every frame.</summary>
    public void Set(string name, string value)
    {
        int line = names.IndexOf(name);
        if (line < 0)
        {
            names.Add(name);
            values.Add(value);
            isChanged = true;
        }
        else if (values[line] != value)
        {
            values[line] = value;
            isChanged = true;
        }
    }

    public override void Prepare(FrameContext frame)
    {
        if (isChanged && (writtenAt is not { } last || frame.Time - last >= WriteEvery))
        {
            (isChanged, writtenAt) = (false, frame.Time);
            written = [.. names.Select((name, i) => new Line(name, values[i]))];
        }
        image.Update(frame, Content, new(written));
    }

    public override void Draw(FrameContext frame) => image.Draw(frame);

    public override void Dispose()
    {
        image.Dispose();
        base.Dispose();
    }

    static void Paint(Canvas canvas, Text content)
    {
        if (content.Lines.Length == 0)
        {
            return;
        }
        int down = Math.Max(1, (int)(canvas.Height / canvas.Pixels(LineHeight)));
        int most = Math.Max(1, (int)((canvas.Width + canvas.Pixels(ColumnGap)) / canvas.Pixels(LeastColumn + ColumnGap)));
        float widest = content.Lines.Max(line => canvas.Measure(line.Name, TextStyle.Body) + canvas.Measure(line.Value, TextStyle.Body));
        int fitting = (int)((canvas.Width + canvas.Pixels(ColumnGap)) / (widest + canvas.Pixels(NameGap) + 2 + canvas.Pixels(ColumnGap)));
        int columns = Math.Clamp((content.Lines.Length + down - 1) / down, 1, Math.Clamp(fitting, 1, most));
        int shown = Math.Min(content.Lines.Length, columns * down), lines = (shown + columns - 1) / columns;
        float width = (canvas.Width - (columns - 1) * canvas.Pixels(ColumnGap)) / columns;
        float pitch = Math.Min((float)canvas.Height / lines, canvas.Pixels(LineHeight + 4));
        for (int i = 0; i < shown; i++)
        {
            PaintLine(canvas, content.Lines[i], i / lines * (width + canvas.Pixels(ColumnGap)), i % lines * pitch, width, pitch);
        }
    }

    static void PaintLine(Canvas canvas, Line line, float x, float y, float width, float pitch)
    {
        float value = Math.Min(width * MostValue, canvas.Measure(line.Value, TextStyle.Body) + 1);
        float name = Math.Max(0, width - value - canvas.Pixels(NameGap));
        canvas.Text(line.Name, x, y, name, pitch, TextStyle.Body, canvas.Theme.Muted);
        canvas.Text(line.Value, x + width - value, y, value, pitch, TextStyle.Body, canvas.Theme.Text, TextAlign.Right);
    }

    readonly record struct Line(string Name, string Value);

    readonly record struct Text(Line[] Lines);
}
