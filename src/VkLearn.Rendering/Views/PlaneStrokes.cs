using System.Numerics;

namespace VkLearn.Rendering.Views;

/// <summary>Strokes that the pointer draws on a plane: the left button draws one, the right one takes all of them away.</summary>
sealed class PlaneStrokes
{
    const int Left = 0, Right = 1;

    readonly List<List<Vector2>> strokes = [];
    bool isDrawing, isChanged;

    /// <summary>The places that each goes through.</summary>
    public IReadOnlyList<Vector2[]> All => [.. strokes.Select(stroke => stroke.ToArray())];

    public bool IsEmpty => strokes.Count == 0;

    /// <returns>Whether they have changed since this was asked.</returns>
    public bool TakeChange()
    {
        bool was = isChanged;
        isChanged = false;
        return was;
    }

    /// <param name="isOn">Whether the pointer is on the plane.</param>
    /// <returns>Whether the event was for them.</returns>
    public bool Take(PointerEvent e, bool isOn, Vector2 place)
    {
        switch (e.Action)
        {
            case PointerAction.Press when isOn && e.Button == Left:
                strokes.Add([place]);
                return isDrawing = isChanged = true;
            case PointerAction.Press when isOn && e.Button == Right && !IsEmpty:
                strokes.Clear();
                isDrawing = false;
                return isChanged = true;
            case PointerAction.Move when isDrawing && isOn:
                strokes[^1].Add(place);
                return isChanged = true;
            case PointerAction.Release when isDrawing && e.Button == Left:
                isDrawing = false;
                return true;
            default:
                return isDrawing;
        }
    }
}
