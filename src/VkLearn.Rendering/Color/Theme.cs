using SkiaSharp;

namespace VkLearn.Rendering;

/// <summary>The colours of everything that is not a tensor.</summary>
public static class Theme
{
    /// <summary>Between the views.</summary>
    public static readonly SKColor Window = new(0x0B, 0x0D, 0x11);

    /// <summary>Behind a view.</summary>
    public static readonly SKColor Card = new(0x15, 0x18, 0x1F);

    /// <summary>Behind tooltips and help, and a control's track.</summary>
    public static readonly SKColor Raised = new(0x25, 0x2A, 0x35);

    public static readonly SKColor Border = new(0x23, 0x28, 0x32);
    public static readonly SKColor Grid = new(0x25, 0x2A, 0x34);
    public static readonly SKColor Axis = new(0x3A, 0x41, 0x4F);
    public static readonly SKColor Text = new(0xE3, 0xE7, 0xED);
    public static readonly SKColor Muted = new(0x8D, 0x97, 0xA7);
    public static readonly SKColor Faint = new(0x5C, 0x65, 0x75);

    /// <summary>The one accent: what is active, first, or chosen.</summary>
    public static readonly SKColor Accent = new(0x4C, 0xA8, 0xFF);

    public static readonly SKColor Right = new(0x46, 0xC9, 0x86);
    public static readonly SKColor Wrong = new(0xF0, 0x5F, 0x5F);
    public static readonly SKColor Marked = new(0xFF, 0xC8, 0x57);
    public static readonly SKColor Nan = new(255, 0, 255);

    /// <summary>Of the curves of a plot, in order; told apart by colour-blind eyes (after Okabe and Ito 2008).</summary>
    public static readonly SKColor[] Curves =
        [Accent, new(0xFF, 0xB0, 0x4A), new(0x3F, 0xCF, 0xA6), new(0xE0, 0x86, 0xC4), new(0xF2, 0xE3, 0x6B), new(0xF0, 0x72, 0x4B)];

    public static SKColor Curve(int index) => Curves[index % Curves.Length];
}
