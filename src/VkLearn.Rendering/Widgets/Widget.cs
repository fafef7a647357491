namespace VkLearn.Rendering.Widgets;

/// <summary>A control of a <see cref="Views.ControlPanel"/>.</summary>
public abstract class Widget(string label)
{
    public string Label { get; } = label;

    /// <summary>Whether the pointer is over it.</summary>
    internal bool IsHot
    {
        get;
        set => Set(ref field, value);
    }

    /// <summary>Whether it stands in a line with others rather than in one of its own.</summary>
    internal abstract bool SharesLine { get; }

    /// <summary>Rises when it looks different: as long as this is equal, it need not be painted again.</summary>
    internal int Version { get; private set; }

    internal abstract void Paint(Canvas canvas, float x, float y, float width, float height);

    /// <summary>A pointer event in it, in parts of its box from the left top.</summary>
    internal abstract void Pointer(PointerAction action, float x, float y);

    /// <summary>Sets something that shows.</summary>
    private protected void Set<T>(ref T shown, T value) where T : IEquatable<T>
    {
        Version += shown.Equals(value) ? 0 : 1;
        shown = value;
    }
}
