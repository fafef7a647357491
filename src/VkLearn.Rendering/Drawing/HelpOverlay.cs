namespace VkLearn.Rendering;

/// <summary>The list of keys, in the middle of the window.</summary>
sealed class HelpOverlay : IDisposable
{
    const float LineHeight = 24, Padding = 22, KeyWidth = 96, TextWidth = 270;

    readonly CanvasImage<Lines> image = new("help", Paint);

    public void Update(FrameContext frame, IReadOnlyList<(string Key, string Meaning)> keys, bool isShown, (int Width, int Height) target)
    {
        int width = Math.Min(target.Width, frame.Pixels(2 * Padding + KeyWidth + TextWidth));
        int height = Math.Min(target.Height, frame.Pixels(2 * Padding + LineHeight * (keys.Count + 1.3f)));
        image.Update(frame, isShown ? new((target.Width - width) / 2, (target.Height - height) / 2, width, height) : default,
            new(keys, keys.Count));
    }

    public void Draw(FrameContext frame) => image.Draw(frame);

    public void Dispose() => image.Dispose();

    static void Paint(Canvas canvas, Lines lines)
    {
        float radius = canvas.Pixels(8), padding = canvas.Pixels(Padding), line = canvas.Pixels(LineHeight);
        float key = canvas.Pixels(KeyWidth), y = padding + line * 1.3f;
        canvas.Fill(0, 0, canvas.Width, canvas.Height, canvas.Theme.Raised, radius);
        canvas.Outline(0, 0, canvas.Width, canvas.Height, canvas.Theme.Axis, radius);
        canvas.Text("Keys and mouse", padding, padding, canvas.Width - 2 * padding, line, TextStyle.Large, canvas.Theme.Text);
        foreach ((string name, string meaning) in lines.Keys)
        {
            float width = Math.Min(key - canvas.Pixels(8), canvas.Measure(name, TextStyle.Body) + canvas.Pixels(14));
            canvas.Fill(padding, y + canvas.Pixels(2), width, line - canvas.Pixels(4), canvas.Theme.Card, canvas.Pixels(4));
            canvas.Text(name, padding, y, width, line, TextStyle.Body, canvas.Theme.Accent, TextAlign.Center);
            canvas.Text(meaning, padding + key, y, canvas.Width - 2 * padding - key, line, TextStyle.Body, canvas.Theme.Text);
            y += line;
        }
    }

    readonly record struct Lines(IReadOnlyList<(string Key, string Meaning)> Keys, int Count);
}
