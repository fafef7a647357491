namespace VkLearn.Rendering;

/// <summary>Something that the mouse did.</summary>
/// <param name="Action">What it did.</param>
/// <param name="X">Where it is, in pixels from the left edge of the window; outside while it is dragged out of it.</param>
/// <param name="Y">Where it is, in pixels from the top edge.</param>
/// <param name="Button">Pressed or released: 0 is the left one, 1 the right one, 2 the middle one.</param>
/// <param name="Scroll">Notches of the wheel, positive away from the user.</param>
public readonly record struct PointerEvent(PointerAction Action, float X, float Y, int Button = 0, float Scroll = 0);

/// <summary>What a mouse does.</summary>
public enum PointerAction
{
    Move,
    Press,
    Release,
    Scroll,
    /// <summary>It left the window; it is where it was last seen there.</summary>
    Leave,
}
