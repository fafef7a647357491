using System.Text;
using SkiaSharp;

namespace VkLearn.Rendering;

/// <summary>How text looks: its size on a 1280 x 720 window, in pixels, and its weight.</summary>
public readonly record struct TextStyle(float Size, bool IsStrong = false)
{
    public static TextStyle Title => new(13, IsStrong: true);
    public static TextStyle Body => new(12.5f);
    public static TextStyle Small => new(11);
    public static TextStyle Large => new(16, IsStrong: true);

    static readonly Dictionary<(TextStyle, float, SKTypeface?), SKFont> Fonts = [];

    /// <summary>The font at a scale; kept, as there are few.</summary>
    /// <param name="scale">See <see cref="FrameContext.Scale"/>.</param>
    /// <param name="typeface">One of the system's; null: Roboto.</param>
    internal SKFont Font(float scale, SKTypeface? typeface = null)
    {
        lock (Fonts)
        {
            if (!Fonts.TryGetValue((this, scale, typeface), out SKFont? font))
            {
                font = new(typeface ?? Typefaces.Roboto(IsStrong), MathF.Round(Size * scale * 2) / 2)
                {
                    Edging = SKFontEdging.Antialias, Hinting = SKFontHinting.Slight, Subpixel = true,
                };
                Fonts.Add((this, scale, typeface), font);
            }
            return font;
        }
    }

    /// <summary>How wide a text is, in pixels.</summary>
    internal float Measure(string text, float scale)
    {
        if (IsOfRoboto(text))
        {
            return Font(scale).MeasureText(text);
        }
        float width = 0;
        foreach ((string part, SKTypeface? typeface) in Typefaces.Divide(text))
        {
            width += Font(scale, typeface).MeasureText(part);
        }
        return width;
    }

    /// <summary>Writes a text from a place on its baseline.</summary>
    internal void Draw(SKCanvas canvas, string text, float x, float baseline, float scale, SKPaint paint)
    {
        if (IsOfRoboto(text))
        {
            canvas.DrawText(text, x, baseline, SKTextAlign.Left, Font(scale), paint);
            return;
        }
        foreach ((string part, SKTypeface? typeface) in Typefaces.Divide(text))
        {
            canvas.DrawText(part, x, baseline, SKTextAlign.Left, Font(scale, typeface), paint);
            x += Font(scale, typeface).MeasureText(part);
        }
    }

    /// <summary>Nearly all texts are; they are written in one part.</summary>
    static bool IsOfRoboto(string text) => Ascii.IsValid(text) || Typefaces.Roboto(false).ContainsGlyphs(text);
}
