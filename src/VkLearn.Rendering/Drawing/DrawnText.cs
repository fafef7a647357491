using SkiaSharp;

namespace VkLearn.Rendering;

/// <summary>A text that was written, or for which there was no room.</summary>
/// <param name="Whole">All of it.</param>
/// <param name="Shown">What was written.</param>
/// <param name="Place">Its box, as far as the canvas goes; in pixels, of the canvas, later of the target.</param>
/// <param name="Ink">Where its letters are, from the baseline to the height of capitals; empty where none were written.</param>
/// <param name="Color">Of its letters.</param>
/// <param name="Back">The colour behind them that they are read worst on, where all texts are kept.</param>
readonly record struct DrawnText(string Whole, string Shown, SKRect Place, SKRect Ink, SKColor Color, SKColor Back)
{
    /// <summary>Whether some of it is not to be seen: then a tooltip has the whole.</summary>
    public bool IsCut => Whole != Shown;

    public DrawnText MovedBy(int x, int y)
    {
        (SKRect place, SKRect ink) = (Place, Ink);
        place.Offset(x, y);
        ink.Offset(x, y);
        return this with { Place = place, Ink = ink };
    }
}
