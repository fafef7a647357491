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
    readonly SKBitmap bitmap;
    readonly TextLog texts;
    readonly SKPaint paint = new() { IsAntialias = true };

    /// <param name="skia">Draws on the bitmap.</param>
    /// <param name="bitmap">What is drawn on.</param>
    /// <param name="scale">See <see cref="FrameContext.Scale"/>.</param>
    /// <param name="theme">See <see cref="FrameContext.Theme"/>.</param>
    /// <param name="texts">Told of what is written.</param>
    internal Canvas(SKCanvas skia, SKBitmap bitmap, float scale, Theme theme, TextLog texts) =>
        (this.skia, this.bitmap, Scale, Theme, this.texts) = (skia, bitmap, scale, theme, texts);

    public int Width => bitmap.Width;
    public int Height => bitmap.Height;

    /// <summary>See <see cref="FrameContext.Scale"/>.</summary>
    public float Scale { get; }

    /// <inheritdoc cref="FrameContext.Theme"/>
    public Theme Theme { get; }

    /// <summary>A length on a 1280 x 720 window in this one's pixels.</summary>
    public float Pixels(float length) => length * Scale;

    public static float Measure(string text, TextStyle style, float scale) => style.Measure(text, scale);

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
            if (!char.IsLowSurrogate(text[length]) && Measure(shorter, style, scale) <= width)
            {
                return shorter;
            }
        }
        return "";
    }

    /// <summary>Text in lines that each fit, broken between words where there are some.</summary>
    public static IReadOnlyList<string> Wrap(string text, TextStyle style, float scale, float width)
    {
        List<string> lines = [];
        for (string rest = text; rest.Length > 0;)
        {
            string line = Fit(rest, style, scale, width);
            if (line.Length < 2 || line == rest)
            {
                return [.. lines, rest];
            }
            line = line[..^1]; // without the ellipsis
            int space = line.LastIndexOf(' ');
            line = space > 0 && rest[line.Length] != ' ' ? line[..space] : line;
            lines.Add(line);
            rest = rest[line.Length..].TrimStart();
        }
        return lines;
    }

    /// <summary>Writes text into a box, shortened to its width, whose whole a tooltip has, and centred in its height.</summary>
    /// <returns>How wide it came to be, in pixels.</returns>
    public float Text(
        string text, float x, float y, float width, float height, TextStyle style, SKColor color, TextAlign align = TextAlign.Left)
    {
        if (text.Length == 0)
        {
            return 0;
        }
        string fitting = Fit(text, style, Scale, width);
        float measured = Measure(fitting, style), capitals = CapHeight(style.Font(Scale));
        float left = align switch { TextAlign.Left => x, TextAlign.Center => x + (width - measured) / 2, _ => x + width - measured };
        paint.Color = color;
        paint.Style = SKPaintStyle.Fill;
        float baseline = MathF.Round(y + (height + capitals) / 2);
        if (texts.KeepsAll || fitting != text)
        {
            Log(text, fitting, SKRect.Create(x, y, width, height), SKRect.Create(left, baseline - capitals, measured, capitals), color);
        }
        style.Draw(skia, fitting, left, baseline, Scale, paint);
        return measured;
    }

    /// <summary>Leaves a text out for want of room: a tooltip over the box has it.</summary>
    public void Omit(string text, float x, float y, float width, float height) =>
        Log(text, "", SKRect.Create(x, y, width, height), SKRect.Empty, SKColor.Empty);

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
        stroke = WholePixels(stroke);
        paint.Color = color;
        paint.Style = SKPaintStyle.Stroke;
        paint.StrokeWidth = stroke;
        skia.DrawRoundRect(x + stroke / 2, y + stroke / 2, width - stroke, height - stroke, radius, radius, paint);
    }

    public void Line(float x0, float y0, float x1, float y1, SKColor color, float stroke = 1)
    {
        stroke = WholePixels(stroke);
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

    float WholePixels(float stroke) => MathF.Max(1, MathF.Round(Pixels(stroke)));

    void Log(string whole, string shown, SKRect box, SKRect ink, SKColor color)
    {
        SKRect place = skia.TotalMatrix.MapRect(box), letters = skia.TotalMatrix.MapRect(ink);
        place.Intersect(SKRect.Create(Width, Height));
        texts.Add(new(whole, shown, place, letters, color, texts.KeepsAll ? WorstBehind(letters, color) : SKColor.Empty));
    }

    /// <summary>The colour behind letters that are still to be written from which theirs differs least in luminance.</summary>
    SKColor WorstBehind(SKRect letters, SKColor color)
    {
        SKRectI pixels = SKRectI.Intersect(SKRectI.Ceiling(letters), new(0, 0, Width, Height));
        SKColor worst = SKColor.Empty;
        double least = double.PositiveInfinity;
        for (int y = pixels.Top; y < pixels.Bottom; y++)
        {
            for (int x = pixels.Left; x < pixels.Right; x++)
            {
                SKColor behind = bitmap.GetPixel(x, y);
                double difference = Math.Abs(Oklab.Of(Theme.Over(behind)).L - Oklab.Of(color).L);
                (worst, least) = difference < least ? (behind, difference) : (worst, least);
            }
        }
        return Theme.Over(worst);
    }

    /// <summary>Of digits and capitals: what text is centred by.</summary>
    static float CapHeight(SKFont font) => font.Metrics.CapHeight > 0 ? font.Metrics.CapHeight : font.Size * 0.71f;
}
