using SkiaSharp;

namespace VkLearn.Rendering;

/// <summary>How text looks: its size on a 1280 x 720 window, in pixels, and its weight.</summary>
public readonly record struct TextStyle(float Size, bool IsStrong = false)
{
    public static TextStyle Title => new(13, IsStrong: true);
    public static TextStyle Body => new(12.5f);
    public static TextStyle Small => new(11);
    public static TextStyle Large => new(16, IsStrong: true);

    static readonly SKTypeface Regular = Load("Roboto-Regular.ttf"), Medium = Load("Roboto-Medium.ttf");
    static readonly Dictionary<(TextStyle, float), SKFont> Fonts = [];

    /// <summary>The font at a scale; kept, as there are few.</summary>
    internal SKFont Font(float scale)
    {
        lock (Fonts)
        {
            if (!Fonts.TryGetValue((this, scale), out SKFont? font))
            {
                font = new(IsStrong ? Medium : Regular, MathF.Round(Size * scale * 2) / 2)
                {
                    Edging = SKFontEdging.Antialias, Hinting = SKFontHinting.Slight, Subpixel = true,
                };
                Fonts.Add((this, scale), font);
            }
            return font;
        }
    }

    static SKTypeface Load(string name)
    {
        using Stream stream = typeof(TextStyle).Assembly.GetManifestResourceStream(name)!;
        return SKTypeface.FromStream(stream);
    }
}
