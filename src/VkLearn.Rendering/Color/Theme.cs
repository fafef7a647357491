using SkiaSharp;

namespace VkLearn.Rendering;

/// <summary>The colours that a <see cref="Renderer"/> draws in: those of all but tensors, and the tensors' maps.</summary>
public sealed class Theme
{
    Theme(string name) => Name = name;

    /// <summary>Light on dark.</summary>
    public static Theme Dark { get; } = new("dark");

    /// <summary>Dark on light, for paper and bright rooms.</summary>
    public static Theme Light { get; } = new("light")
    {
        Window = new(0xE4, 0xE8, 0xEE),
        Card = new(0xFF, 0xFF, 0xFF),
        Raised = new(0xEC, 0xEF, 0xF4),
        Border = new(0xDD, 0xE2, 0xEA),
        Grid = new(0xE6, 0xE9, 0xEF),
        Axis = new(0xB2, 0xBA, 0xC7),
        Text = new(0x11, 0x16, 0x1E),
        Muted = new(0x47, 0x50, 0x5E),
        Faint = new(0x6A, 0x74, 0x83),
        Accent = new(0x0B, 0x62, 0xC4),
        Right = new(0x17, 0x7A, 0x45),
        Wrong = new(0xC6, 0x2D, 0x2D),
        Marked = new(0xD9, 0x79, 0x00),
        Nan = new(0xB8, 0x00, 0xB8),
        Curves =
        [
            new(0x0B, 0x62, 0xC4), new(0xC7, 0x5A, 0x00), new(0x00, 0x80, 0x6A), new(0xA8, 0x46, 0x8A), new(0x85, 0x70, 0x00),
            new(0xC2, 0x3B, 0x22),
        ],
        Colors = new(
            new(0xFF, 0xFF, 0xFF), 36, new(1, 0.16, 260), new(1, 0.16, 40),
            24, new(0.35, 0.075, 175), new(0.65, 0.105, 225), new(1, 0.13, 268)),
    };

    /// <summary>All there are.</summary>
    public static IReadOnlyList<Theme> All { get; } = [Dark, Light];

    /// <summary>What scenes and commands call it.</summary>
    public string Name { get; }

    /// <summary>Between the views.</summary>
    public SKColor Window { get; private init; } = new(0x0B, 0x0D, 0x11);

    /// <summary>Behind a view.</summary>
    public SKColor Card { get; private init; } = new(0x15, 0x18, 0x1F);

    /// <summary>Behind tooltips and help, and a control's track.</summary>
    public SKColor Raised { get; private init; } = new(0x25, 0x2A, 0x35);

    /// <summary>Around tiles and cells, and behind bars.</summary>
    public SKColor Border { get; private init; } = new(0x23, 0x28, 0x32);

    public SKColor Grid { get; private init; } = new(0x25, 0x2A, 0x34);
    public SKColor Axis { get; private init; } = new(0x3A, 0x41, 0x4F);
    public SKColor Text { get; private init; } = new(0xE3, 0xE7, 0xED);
    public SKColor Muted { get; private init; } = new(0x9A, 0xA4, 0xB3);
    public SKColor Faint { get; private init; } = new(0x7C, 0x86, 0x97);

    /// <summary>The one accent: what is active, first, or chosen.</summary>
    public SKColor Accent { get; private init; } = new(0x4C, 0xA8, 0xFF);

    public SKColor Right { get; private init; } = new(0x46, 0xC9, 0x86);
    public SKColor Wrong { get; private init; } = new(0xF0, 0x5F, 0x5F);
    public SKColor Marked { get; private init; } = new(0xFF, 0xC8, 0x57);
    public SKColor Nan { get; private init; } = new(255, 0, 255);

    /// <summary>Of the curves of a plot, in order; told apart by colour-blind eyes (after Okabe and Ito 2008).</summary>
    public IReadOnlyList<SKColor> Curves { get; private init; } =
    [
        new(0x4C, 0xA8, 0xFF), new(0xFF, 0xB0, 0x4A), new(0x3F, 0xCF, 0xA6), new(0xE0, 0x86, 0xC4), new(0xF2, 0xE3, 0x6B),
        new(0xF0, 0x72, 0x4B),
    ];

    /// <summary>What tensors are drawn in; zero is <see cref="Card"/>.</summary>
    public ColorMap Colors { get; private init; } = new(
        new(0x15, 0x18, 0x1F), 76, new(1, 0.125, 250), new(1, 0.125, 50),
        92, new(0.3, 0.11, 262), new(0.6, 0.11, 200), new(1, 0.11, 108));

    /// <summary>The theme of a name, in any case; null where there is none.</summary>
    public static Theme? Find(string name) => All.FirstOrDefault(theme => theme.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>What a colour that lets some light through is on a card.</summary>
    internal SKColor Over(SKColor color)
    {
        byte Mixed(byte over, byte under) => (byte)Math.Round(double.Lerp(under, over, color.Alpha / 255.0));
        return new(Mixed(color.Red, Card.Red), Mixed(color.Green, Card.Green), Mixed(color.Blue, Card.Blue));
    }

    public SKColor Curve(int index) => Curves[index % Curves.Count];
}
