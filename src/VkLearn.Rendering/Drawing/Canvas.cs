using SkiaSharp;

namespace VkLearn.Rendering;

/// <summary>Where text stands in its box.</summary>
public enum TextAlign { Left, Center, Right }

/// <summary>
/// A small picture that the CPU draws: text, lines, controls. Lengths are pixels, from its own left top; text sizes follow the scale.
/// </summary>
public sealed class Canvas
{
    readonly SKCanvas skia;
    readonly SKPaint paint = new() { IsAntialias = true };

    internal Canvas(SKCanvas skia, int width, int height, float scale, Theme theme) =>
        (this.skia, Width, Height, Scale, Theme) = (skia, width, height, scale, theme);

    public int Width { get; }
    public int Height { get; }

    /// <summary>See <see cref="FrameContext.Scale"/>.</summary>
    public float Scale { get; }

    /// <inheritdoc cref="FrameContext.Theme"/>
    public Theme Theme { get; }

    /// <summary>A length on a 1280 x 720 window in this one's pixels.</summary>
    public float Pixels(float length) => length * Scale;

    public static float Measure(string text, TextStyle style, float scale) => style.Font(scale).MeasureText(text);

    /// <summary>How wide text is, in pixels.</summary>
    public float Measure(string text, TextStyle style) => Measure(text, style, Scale);

    /// <summary>Text as long as fits, with an ellipsis for what does not; nothing where not even that has room.</summary>
    public static string Fit(string text, TextStyle style, float scale, float width)
    {
        if (Measure(text, style, scale) <= width)
        {
            return text;
        }
        for (int length = text.Length - 1; length > 0; length--)
        {
            string shorter = text[..length].TrimEnd() + "…";
            if (Measure(shorter, style, scale) <= width)
            {
                return shorter;
            }
        }
        return "";
    }

    /// <summary>Writes text into a box, shortened to its width and centred in its height.</summary>
    /// <returns>How wide it came to be, in pixels.</returns>
    public float Text(
        string text, float x, float y, float width, float height, TextStyle style, SKColor color, TextAlign align = TextAlign.Left)
    {
        string fitting = Fit(text, style, Scale, width);
        SKFont font = style.Font(Scale);
        float measured = font.MeasureText(fitting);
        float left = align switch { TextAlign.Left => x, TextAlign.Center => x + (width - measured) / 2, _ => x + width - measured };
        paint.Color = color;
        paint.Style = SKPaintStyle.Fill;
        float baseline = MathF.Round(y + (height + CapHeight(font)) / 2);
        skia.DrawText(fitting, left, baseline, SKTextAlign.Left, font, paint);
        return measured;
    }

    /// <summary>Writes text upwards, turned by a quarter, its end at the top of the box.</summary>
    public void TextUpwards(
        string text, float x, float y, float width, float height, TextStyle style, SKColor color, TextAlign align = TextAlign.Center)
    {
        skia.Save();
        skia.Translate(x, y + height);
        skia.RotateDegrees(-90);
        Text(text, 0, 0, height, width, style, color, align);
        skia.Restore();
    }

    public void Fill(float x, float y, float width, float height, SKColor color, float radius = 0)
    {
        paint.Color = color;
        paint.Style = SKPaintStyle.Fill;
        skia.DrawRoundRect(x, y, width, height, radius, radius, paint);
    }

    public void Outline(float x, float y, float width, float height, SKColor color, float radius = 0, float stroke = 1)
    {
        paint.Color = color;
        paint.Style = SKPaintStyle.Stroke;
        paint.StrokeWidth = stroke;
        skia.DrawRoundRect(x + stroke / 2, y + stroke / 2, width - stroke, height - stroke, radius, radius, paint);
    }

    public void Line(float x0, float y0, float x1, float y1, SKColor color, float stroke = 1)
    {
        paint.Color = color;
        paint.Style = SKPaintStyle.Stroke;
        paint.StrokeWidth = stroke;
        skia.DrawLine(x0, y0, x1, y1, paint);
    }

    public void Circle(float x, float y, float radius, SKColor color)
    {
        paint.Color = color;
        paint.Style = SKPaintStyle.Fill;
        skia.DrawCircle(x, y, radius, paint);
    }

    /// <summary>Of digits and capitals: what text is centred by.</summary>
    static float CapHeight(SKFont font) => font.Metrics.CapHeight > 0 ? font.Metrics.CapHeight : font.Size * 0.71f;
}
