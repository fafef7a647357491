namespace VkLearn.Rendering.Views;

/// <summary>The numbers of a plot's axes and the grid lines behind it.</summary>
public sealed class PlotAxes : IDisposable
{
    const float NumberHeight = 14, CharacterWidth = 6.2f, TickGap = 5, MinorTick = 3;

    readonly CanvasImage<XContent> xNumbers = new("x axis", PaintX);
    readonly CanvasImage<YContent> yNumbers = new("y axis", PaintY);
    (double Value, string Text)[] xTicks = [], yTicks = [];
    (Axis X, Axis Y, int Width, int Height, float Scale) made;
    Axis x, y;

    /// <summary>Where the curves go, in pixels of the target.</summary>
    public Rectangle Plot { get; private set; }

    /// <summary>
    /// In a view's <see cref="View.Prepare"/>. Divides an area among the plot and its numbers; the numbers go first when there is little
    /// room.
    /// </summary>
    public void Update(FrameContext frame, Rectangle area, Axis x, Axis y, string xUnit)
    {
        (this.x, this.y) = (x, y);
        int number = frame.Pixels(NumberHeight), half = number / 2, below = area.Height >= frame.Pixels(50) ? number + frame.Pixels(3) : 0;
        int plotHeight = Math.Max(0, area.Height - below - half);
        if (made != (x, y, area.Width, area.Height, frame.Scale))
        {
            made = (x, y, area.Width, area.Height, frame.Scale);
            yTicks = y.Ticks(Math.Clamp((int)(plotHeight / (frame.Scale * 26)), plotHeight >= frame.Pixels(36) ? 2 : 1, 8));
            xTicks = x.Ticks(Math.Clamp((int)(area.Width / (frame.Scale * 68)), 1, 10));
        }
        int left = area.Width >= frame.Pixels(120) ? YWidth(frame) : 0;
        Plot = new(area.X + left, area.Y + half, Math.Max(0, area.Width - left), plotHeight);
        xNumbers.Update(frame, below == 0 ? default : new(area.X, Plot.Bottom + frame.Pixels(3), area.Width, below - frame.Pixels(3)),
            new(xTicks, left, Plot.Width, x, xUnit));
        yNumbers.Update(frame, left == 0 ? default : new(area.X, area.Y, left, plotHeight + 2 * half), new(yTicks, half, plotHeight, y));
    }

    /// <summary>Grid lines and numbers; the curves come after.</summary>
    public void Draw(FrameContext frame)
    {
        int line = frame.Pixels(1);
        foreach ((double value, _) in yTicks)
        {
            frame.Fill(new(Plot.X, YOf(value), Plot.Width, line), frame.Theme.Grid);
        }
        foreach ((double value, _) in xTicks)
        {
            int at = Plot.X + (int)Math.Round(x.ShareOf(value) * (Plot.Width - 1));
            frame.Fill(new(at, Plot.Bottom, line, frame.Pixels(MinorTick)), frame.Theme.Axis);
        }
        frame.Fill(new(Plot.X, Plot.Bottom - line, Plot.Width, line), frame.Theme.Axis);
        xNumbers.Draw(frame);
        yNumbers.Draw(frame);
    }

    public void Dispose()
    {
        xNumbers.Dispose();
        yNumbers.Dispose();
    }

    int YOf(double value) => Plot.Y + Math.Clamp((int)Math.Round((1 - y.ShareOf(value)) * Plot.Height), 0, Math.Max(0, Plot.Height - 1));

    int YWidth(FrameContext frame)
    {
        int longest = 2;
        foreach ((_, string text) in yTicks)
        {
            longest = Math.Max(longest, text.Length);
        }
        return frame.Pixels(longest * CharacterWidth + TickGap + 2);
    }

    /// <summary>The unit stands at the right end; numbers that would touch it or each other are left out.</summary>
    static void PaintX(Canvas canvas, XContent content)
    {
        TextStyle style = TextStyle.Small;
        float unit = canvas.Measure(content.Unit, style), end = canvas.Width - unit - canvas.Pixels(8), written = -1;
        canvas.Text(content.Unit, canvas.Width - unit - 1, 0, unit + 1, canvas.Height, style, canvas.Theme.Faint, TextAlign.Right);
        foreach ((double value, string text) in content.Ticks)
        {
            float width = canvas.Measure(text, style) + 1;
            float x = content.Left + (float)content.Axis.ShareOf(value) * (content.Width - 1) - width / 2;
            x = Math.Max(x, content.Left == 0 ? 0 : content.Left - width / 2);
            if (x > written + canvas.Pixels(6) && x + width < end)
            {
                canvas.Text(text, x, 0, width, canvas.Height, style, canvas.Theme.Muted);
                written = x + width;
            }
        }
    }

    static void PaintY(Canvas canvas, YContent content)
    {
        float height = 2 * content.Half;
        foreach ((double value, string text) in content.Ticks)
        {
            float y = (float)(1 - content.Axis.ShareOf(value)) * content.Height;
            canvas.Text(text, 0, y, canvas.Width - canvas.Pixels(TickGap), height, TextStyle.Small, canvas.Theme.Muted, TextAlign.Right);
        }
    }

    readonly record struct XContent((double Value, string Text)[] Ticks, int Left, int Width, Axis Axis, string Unit);

    readonly record struct YContent((double Value, string Text)[] Ticks, int Half, int Height, Axis Axis);
}
