using SkiaSharp;

namespace VkLearn.Rendering;

/// <summary>
/// The line above a view: title, what is known of it (muted), and at the right a note or a legend. Where there is no room for all, the
/// title stays.
/// </summary>
sealed class Header : IDisposable
{
    const float EntryGap = 12, Dot = 8;

    readonly CanvasImage<Content> image = new("header", Paint);

    public void Update(FrameContext frame, Rectangle place, string title, string detail, string note, IReadOnlyList<LegendEntry> legend) =>
        image.Update(frame, place, new(title, detail, note, legend));

    public void Draw(FrameContext frame) => image.Draw(frame);

    public void Dispose() => image.Dispose();

    static void Paint(Canvas canvas, Content content)
    {
        float gap = canvas.Pixels(8);
        float title = Math.Min(canvas.Width, canvas.Measure(content.Title, TextStyle.Title) + 1), left = title + gap;
        canvas.Text(content.Title, 0, 0, title, canvas.Height, TextStyle.Title, canvas.Theme.Text);
        float right = PaintLegend(canvas, content.Legend, left);
        right = PaintNote(canvas, content.Note, left, right);
        float detail = canvas.Measure(content.Detail, TextStyle.Small) + 1;
        if (left + detail + gap <= right)
        {
            canvas.Text(content.Detail, left, 0, detail, canvas.Height, TextStyle.Small, canvas.Theme.Muted);
        }
        else if (content.Detail.Length > 0)
        {
            canvas.Omit($"{content.Title}   {content.Detail}", 0, 0, left, canvas.Height);
        }
    }

    static float PaintNote(Canvas canvas, string note, float left, float right)
    {
        float width = canvas.Measure(note, TextStyle.Small) + 1;
        if (note.Length == 0)
        {
            return right;
        }
        if (left + width > right)
        {
            canvas.Omit(note, left, 0, right - left, canvas.Height);
            return right;
        }
        canvas.Text(note, right - width, 0, width, canvas.Height, TextStyle.Small, canvas.Theme.Muted, TextAlign.Right);
        return right - width;
    }

    /// <summary>From the right; where there is no room, what is not strong is left out first, then the values of all, then the first
    /// entries.</summary>
    static float PaintLegend(Canvas canvas, IReadOnlyList<LegendEntry> legend, float left)
    {
        float gap = canvas.Pixels(EntryGap), right = canvas.Width;
        legend = Fits() ? legend : [.. legend.Where(entry => entry.Look == CurveLook.Strong)];
        bool hasValues = Fits();
        for (int i = legend.Count - 1; i >= 0; i--)
        {
            float width = WidthOf(canvas, legend[i], hasValues);
            if (right - width < left)
            {
                string all = string.Join("   ", legend.Select(static entry => $"{entry.Name} {entry.Value}"));
                canvas.Omit(all, left, 0, canvas.Width - left, canvas.Height);
                break;
            }
            PaintEntry(canvas, legend[i], right - width, hasValues);
            right -= width + gap;
        }
        return right;

        bool Fits() => legend.Sum(entry => WidthOf(canvas, entry, true) + gap) <= canvas.Width - left + gap;
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
