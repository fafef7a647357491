namespace VkLearn.Rendering.Views;

/// <summary>
/// The bars below the pictures of a <see cref="NetworkStrip"/>, which tell how large activations and gradients are, and their numbers where
/// there is room. Shaders read both where they were found.
/// </summary>
sealed class StripGauges : IDisposable
{
    const float Bar = 3, Gap = 2, NumberGap = 4;
    const int MostDigits = 8; // 0.000012

    static readonly TextStyle style = new(9);

    readonly DrawShader shader = new("NetworkGauge");
    readonly TextAtlas glyphs = new("digits of gauges");
    int glyphWidth, glyphHeight;

    /// <summary>In a view's <see cref="View.Prepare"/>.</summary>
    public void Update(FrameContext frame)
    {
        glyphWidth = GlyphWidth(frame.Scale);
        glyphHeight = (int)MathF.Ceiling(style.Size * frame.Scale);
        glyphs.Update(frame, TextAtlas.NumberGlyphs, glyphWidth, glyphHeight, style, isAcross: true, TextAlign.Center);
    }

    /// <summary>Where one is drawn: as high as the bar, or as a line of text.</summary>
    /// <param name="layout">Where the nodes stand.</param>
    /// <param name="shown">The node, of those that are shown.</param>
    /// <param name="which">0 for activations, 1 for the gradient, below.</param>
    /// <param name="scale">See <see cref="FrameContext.Scale"/>.</param>
    public static Rectangle PlaceOf(StripLayout layout, int shown, int which, float scale)
    {
        Rectangle box = layout.Boxes[shown];
        int height = Pixels(layout.HasNumbers ? StripLayout.NumberHeight : Bar, scale);
        int pitch = height + (layout.HasNumbers ? 0 : Pixels(Gap, scale));
        return box with { Y = box.Bottom - height - (1 - which) * pitch, Height = height };
    }

    /// <summary>The bar of such a place, without its number.</summary>
    public static Rectangle BarOf(Rectangle place, bool hasNumber, float scale)
    {
        int height = Pixels(Bar, scale);
        return new(place.X, place.Y + (place.Height - height) / 2, place.Width - (hasNumber ? Room(scale) : 0), height);
    }

    /// <summary>In a view's <see cref="View.Draw"/>.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="place">See <see cref="PlaceOf"/>.</param>
    /// <param name="state">The numbers of its tensor.</param>
    /// <param name="which">Which of the theme's curves it is coloured as.</param>
    /// <param name="hasNumber">Whether it is written.</param>
    public void Draw(FrameContext frame, Rectangle place, ulong state, int which, bool hasNumber) => shader.Draw(frame, place, [],
        state, glyphs.Address, DrawShader.Word(frame.Theme.Curve(which)), DrawShader.Word(frame.Theme.Raised),
        DrawShader.Word(frame.Theme.Nan), DrawShader.Word(frame.Theme.Muted), Pixels(Bar, frame.Scale),
        hasNumber ? Room(frame.Scale) : 0, glyphWidth, glyphHeight, glyphs.Pitch);

    public void Dispose() => glyphs.Dispose();

    static int GlyphWidth(float scale) => (int)MathF.Ceiling(Canvas.Measure("0", style, scale) + 0.2f);

    static int Room(float scale) => MostDigits * GlyphWidth(scale) + Pixels(NumberGap, scale);

    static int Pixels(float length, float scale) => Math.Max(1, (int)MathF.Round(length * scale));
}
