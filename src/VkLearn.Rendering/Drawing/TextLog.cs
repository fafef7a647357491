using SkiaSharp;

namespace VkLearn.Rendering;

/// <summary>What a canvas wrote: all that was cut, for tooltips, and all else too where someone wants to look over it.</summary>
/// <param name="keepsAll">Whether what was written whole is kept too.</param>
sealed class TextLog(bool keepsAll)
{
    readonly List<DrawnText> texts = [];

    public bool KeepsAll => keepsAll;

    public IReadOnlyList<DrawnText> Texts => texts;

    public void Clear() => texts.Clear();

    public void Add(DrawnText text)
    {
        if (keepsAll || text.IsCut)
        {
            texts.Add(text);
        }
    }

    /// <summary>Adds those of a canvas that is drawn at a place of the target.</summary>
    public void Add(TextLog canvas, Rectangle place)
    {
        foreach (DrawnText text in canvas.texts)
        {
            Add(text.MovedBy(place.X, place.Y));
        }
    }

    /// <summary>The whole of what was cut at a place of the target; null where nothing was.</summary>
    public string? WholeAt(float x, float y)
    {
        foreach (DrawnText text in texts)
        {
            if (text.IsCut && text.Place.Contains(x, y))
            {
                return text.Whole;
            }
        }
        return null;
    }
}
