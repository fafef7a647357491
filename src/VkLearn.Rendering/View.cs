namespace VkLearn.Rendering;

/// <summary>A part of the window that shows something. Drawn by the <see cref="Renderer"/>, placed by the <see cref="Layout"/>.</summary>
public abstract class View(string title) : IDisposable
{
    /// <summary>What stands above it.</summary>
    public string Title { get; set; } = title;

    /// <summary>Its place on the target, in pixels; empty while there is no room for it.</summary>
    public Rectangle Bounds { get; internal set; }

    /// <summary>Views whose cells are of the same units share this name: clicking a neuron in one marks it in all of them.</summary>
    public string? UnitGroup { get; set; }

    /// <summary>The unit (neuron, channel, class) that is outlined, null for none. The renderer sets it by <see cref="UnitGroup"/>.</summary>
    public int? MarkedUnit { get; set; }

    /// <summary>Before drawing begins: dispatches, panels that changed, readbacks.</summary>
    public abstract void Prepare(FrameContext frame);

    /// <summary>Records the draws, inside <see cref="Bounds"/>.</summary>
    public abstract void Draw(FrameContext frame);

    /// <summary>Takes a pointer event; coordinates are the target's pixels. True when it was used.</summary>
    public virtual bool Pointer(PointerEvent e) => false;

    /// <summary>The element under a point of the target, in pixels.</summary>
    public virtual Cell? CellAt(float x, float y) => null;

    public virtual void Dispose()
    {
    }
}
