namespace VkLearn.Rendering.Widgets;

/// <summary>
/// A control of a <see cref="Views.ControlPanel"/>: it paints itself on the panel's canvas, and is told what the pointer does over it. One
/// of your own overrides <see cref="Paint"/> and <see cref="Pointer"/>, and changes what shows by <see cref="Set"/>; one that is written
/// into, <see cref="TakesKeys"/>, <see cref="Key"/> and <see cref="Type"/> too.
/// </summary>
public abstract class Widget(string label)
{
    public string Label { get; } = label;

    /// <summary>Whether the pointer is over it.</summary>
    public bool IsHot
    {
        get;
        internal set => Set(ref field, value);
    }

    /// <summary>Whether a click on it gives it the keyboard.</summary>
    public virtual bool TakesKeys => false;

    /// <summary>Whether it has the keyboard: all keys are its own until it, or a click elsewhere, sets this to false.</summary>
    public bool HasKeys
    {
        get;
        protected internal set => Set(ref field, value);
    }

    /// <summary>Whether it stands in a line with others rather than in one of its own.</summary>
    public virtual bool SharesLine => false;

    /// <summary>Of its line on a 1280 x 720 window, in pixels; a line of its own may get less where there is little room.</summary>
    public virtual float Height => 38;

    /// <summary>Rises when it looks different: as long as this is equal, it need not be painted again.</summary>
    internal int Version { get; private set; }

    /// <summary>Paints it into its box, in pixels of the canvas.</summary>
    public abstract void Paint(Canvas canvas, float x, float y, float width, float height);

    /// <summary>
    /// Takes what the pointer does over it, and from a press to the release also elsewhere. The place is in parts of its box: 0 at the left
    /// top, 1 at the right bottom.
    /// </summary>
    public abstract void Pointer(PointerAction action, float x, float y);

    /// <summary>Takes a key while it <see cref="HasKeys"/>.</summary>
    public virtual void Key(KeyEvent e) { }

    /// <summary>Takes what was typed or pasted while it <see cref="HasKeys"/>.</summary>
    public virtual void Type(string text) { }

    /// <summary>Paints one of several words to be clicked on.</summary>
    private protected static void PaintOption(Canvas canvas, string text, float x, float y, float width, float height, bool isLit)
    {
        float radius = canvas.Pixels(4);
        canvas.Fill(x, y, width, height, isLit ? canvas.Theme.Accent.WithAlpha(60) : canvas.Theme.Raised, radius);
        canvas.Outline(x, y, width, height, isLit ? canvas.Theme.Accent : canvas.Theme.Axis, radius);
        canvas.Text(text, x, y, width, height, TextStyle.Body, isLit ? canvas.Theme.Text : canvas.Theme.Muted, TextAlign.Center);
    }

    /// <summary>Sets something that shows, so that it is painted again if it changed.</summary>
    protected void Set<T>(ref T shown, T value) where T : IEquatable<T>
    {
        Version += shown.Equals(value) ? 0 : 1;
        shown = value;
    }
}
