using SkiaSharp;
using VkLearn.Gpu;

namespace VkLearn.Rendering;

/// <summary>What a view needs to draw one frame.</summary>
public sealed class FrameContext
{
    readonly DrawShader fill = new("Fill");

    internal FrameContext(GpuDevice gpu, Theme theme, Selection selection) => (Gpu, Theme, Selection, Palette, ImagePalette) =
        (gpu, theme, selection, Palette.Of(gpu, theme), Palette.Of(gpu, Theme.Dark));

    public GpuDevice Gpu { get; }

    /// <summary>The colours of all but tensors.</summary>
    public Theme Theme { get; }

    /// <summary>What is selected.</summary>
    public Selection Selection { get; }

    /// <summary>The frame's list: dispatches and copies while views prepare, draws while they draw.</summary>
    public CommandRecorder Recorder { get; private set; } = null!;

    /// <summary>Format of what is drawn on.</summary>
    public ImageFormat Format { get; private set; }

    /// <summary>Since the renderer began.</summary>
    public TimeSpan Time { get; private set; }

    /// <summary>How much larger than on a 1280 x 720 window text and margins are.</summary>
    public float Scale { get; private set; } = 1;

    /// <summary>Where the colour maps lie, for shaders that call <c>colorOf</c> of color.glsl: an <c>InWords palette</c>.</summary>
    public ulong PaletteAddress => Palette.Address;

    internal Palette Palette { get; }

    /// <summary>The colour maps over images, which are as dark in every theme.</summary>
    internal Palette ImagePalette { get; }

    /// <summary>What was cut in this frame, of what is drawn so far; before drawing begins, in the last one.</summary>
    internal TextLog Texts { get; set; } = new(keepsAll: false);

    /// <summary>A length on a 1280 x 720 window in this one's whole pixels, at least one.</summary>
    public int Pixels(float length) => Math.Max(1, (int)MathF.Round(length * Scale));

    /// <summary>Fills a rectangle with one colour.</summary>
    public void Fill(Rectangle place, SKColor color) => fill.Draw(this, place, [], DrawShader.Word(color));

    /// <summary>Draws a frame just inside a rectangle.</summary>
    /// <param name="place">In pixels.</param>
    /// <param name="color">The frame's.</param>
    /// <param name="stroke">How thick it is, on a 1280 x 720 window.</param>
    public void Outline(Rectangle place, SKColor color, int stroke = 1)
    {
        int thickness = Pixels(stroke), inner = Math.Max(0, place.Height - 2 * thickness);
        Fill(place with { Height = thickness }, color);
        Fill(place with { Y = place.Bottom - thickness, Height = thickness }, color);
        Fill(new(place.X, place.Y + thickness, thickness, inner), color);
        Fill(new(place.Right - thickness, place.Y + thickness, thickness, inner), color);
    }

    internal void Begin(CommandRecorder recorder, ImageFormat format, TimeSpan time, float scale) =>
        (Recorder, Format, Time, Scale) = (recorder, format, time, scale);
}
