using SkiaSharp;

namespace VkLearn.Rendering;

/// <summary>The line above a view: title, what is known of it (muted), and at the right a note or a legend.</summary>
sealed class Header : IDisposable
{
    const float LeastDetail = 26, EntryGap = 12, Dot = 8;

    readonly CanvasImage<Content> image = new("header", Paint);

    public void Update(FrameContext frame, Rectangle place, string title, string detail, string note, IReadOnlyList<LegendEntry> legend) =>
        image.Update(frame, place, new(title, detail, note, legend));

    public void Draw(FrameContext frame) => image.Draw(frame);

    public void Dispose() => image.Dispose();

    static void Paint(Canvas canvas, Content content)
    {
        float gap = canvas.Pixels(8);
        float right = PaintLegend(canvas, content.Legend, PaintNote(canvas, content));
        float title = canvas.Text(content.Title, 0, 0, right - gap, canvas.Height, TextStyle.Title, canvas.Theme.Text);
        float rest = right - title - 2 * gap;
        if (rest >= canvas.Pixels(LeastDetail))
        {
            canvas.Text(content.Detail, title + gap, 0, rest, canvas.Height, TextStyle.Small, canvas.Theme.Muted);
        }
    }

    static float PaintNote(Canvas canvas, Content content)
    {
        if (content.Note.Length == 0)
        {
            return canvas.Width;
        }
        float title = canvas.Measure(content.Title, TextStyle.Title), room = canvas.Width - title - canvas.Pixels(12);
        float width = canvas.Measure(content.Note, TextStyle.Small);
        if (width > room)
        {
            return canvas.Width; // the title is worth more
        }
        canvas.Text(content.Note, canvas.Width - width - 1, 0, width + 1, canvas.Height, TextStyle.Small, canvas.Theme.Muted, TextAlign.Right);
        return canvas.Width - width;
    }

    /// <summary>From the right; entries without room are left out, the values of all before that.</summary>
    static float PaintLegend(Canvas canvas, IReadOnlyList<LegendEntry> legend, float right)
    {
        float title = canvas.Pixels(40), gap = canvas.Pixels(EntryGap);
        legend = Fits() ? legend : [.. legend.Where(entry => entry.Look == CurveLook.Strong)];
        bool hasValues = Fits();
        for (int i = legend.Count - 1; i >= 0; i--)
        {
            float width = WidthOf(canvas, legend[i], hasValues);
            if (right - width < title)
            {
                break;
            }
            PaintEntry(canvas, legend[i], right - width, hasValues);
            right -= width + gap;
        }
        return right;

        bool Fits() => legend.Sum(entry => WidthOf(canvas, entry, true) + gap) <= right - title;
    }

    static void PaintEntry(Canvas canvas, LegendEntry entry, float x, bool hasValue)
    {
        float dot = canvas.Pixels(Dot), name = canvas.Measure(entry.Name, TextStyle.Small) + 1;
        SKColor color = entry.Look == CurveLook.Earlier ? canvas.Theme.Muted : canvas.Theme.Curve(entry.Curve);
        bool isRaw = entry.Look == CurveLook.Raw;
        float stroke = isRaw ? canvas.Pixels(7) : MathF.Max(2, canvas.Pixels(2));
        canvas.Fill(x, MathF.Round((canvas.Height - stroke) / 2), dot, stroke, isRaw ? color.WithAlpha(82) : color, 1);
        x += dot + canvas.Pixels(5);
        canvas.Text(entry.Name, x, 0, name, canvas.Height, TextStyle.Small, canvas.Theme.Muted);
        if (hasValue && entry.Value.Length > 0)
        {
            x += name + canvas.Pixels(5);
            canvas.Text(entry.Value, x, 0, canvas.Width - x, canvas.Height, TextStyle.Small, canvas.Theme.Text);
        }
    }

    static float WidthOf(Canvas canvas, LegendEntry entry, bool hasValue) =>
        canvas.Pixels(Dot) + canvas.Pixels(5) + canvas.Measure(entry.Name, TextStyle.Small) + 1
        + (hasValue && entry.Value.Length > 0 ? canvas.Pixels(5) + canvas.Measure(entry.Value, TextStyle.Small) + 1 : 0);

    readonly record struct Content(string Title, string Detail, string Note, IReadOnlyList<LegendEntry> Legend);
}
