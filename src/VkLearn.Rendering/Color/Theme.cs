using SkiaSharp;

namespace VkLearn.Rendering;

/// <summary>The colours of everything that is not a tensor; a <see cref="Renderer"/> draws in one.</summary>
public sealed class Theme
{
    Theme() { }

    /// <summary>Light on dark.</summary>
    public static Theme Dark { get; } = new();

    /// <summary>Between the views.</summary>
    public SKColor Window { get; private init; } = new(0x0B, 0x0D, 0x11);

    /// <summary>Behind a view.</summary>
    public SKColor Card { get; private init; } = new(0x15, 0x18, 0x1F);

    /// <summary>Behind tooltips and help, and a control's track.</summary>
    public SKColor Raised { get; private init; } = new(0x25, 0x2A, 0x35);

    public SKColor Border { get; private init; } = new(0x23, 0x28, 0x32);
    public SKColor Grid { get; private init; } = new(0x25, 0x2A, 0x34);
    public SKColor Axis { get; private init; } = new(0x3A, 0x41, 0x4F);
    public SKColor Text { get; private init; } = new(0xE3, 0xE7, 0xED);
    public SKColor Muted { get; private init; } = new(0x8D, 0x97, 0xA7);
    public SKColor Faint { get; private init; } = new(0x5C, 0x65, 0x75);

    /// <summary>The one accent: what is active, first, or chosen.</summary>
    public SKColor Accent { get; private init; } = new(0x4C, 0xA8, 0xFF);

    public SKColor Right { get; private init; } = new(0x46, 0xC9, 0x86);
    public SKColor Wrong { get; private init; } = new(0xF0, 0x5F, 0x5F);
    public SKColor Marked { get; private init; } = new(0xFF, 0xC8, 0x57);
    public SKColor Nan { get; private init; } = new(255, 0, 255);

    /// <summary>Of the curves of a plot, in order; told apart by colour-blind eyes (after Okabe and Ito 2008).</summary>
    public IReadOnlyList<SKColor> Curves { get; private init; } =
    [
        new(0x4C, 0xA8, 0xFF), new(0xFF, 0xB0, 0x4A), new(0x3F, 0xCF, 0xA6), new(0xE0, 0x86, 0xC4), new(0xF2, 0xE3, 0x6B), new(0xF0, 0x72, 0x4B),
    ];

    public SKColor Curve(int index) => Curves[index % Curves.Count];
}
