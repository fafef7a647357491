namespace VkLearn.Rendering;

/// <summary>
/// A part of the window that shows something: in each frame <see cref="Prepare"/> dispatches, paints and reads back, then
/// <see cref="Draw"/> draws into <see cref="Content"/>, with a <see cref="DrawShader"/> that samples a <see cref="TensorSource"/> where it
/// lies, or with a <see cref="CanvasImage{TContent}"/> for what the CPU paints. One of your own needs no more than these two and
/// <see cref="Dispose"/>, and is put into a scene by a behaviour whose MakeView makes it. Drawn by the <see cref="Renderer"/>, placed by a
/// <see cref="Layout{T}"/>.
/// </summary>
public abstract class View(string title) : IDisposable
{
    const float Margin = 10, TitleHeight = 20, LeastHeightWithTitle = 56;

    readonly Header header = new();

    /// <summary>What stands above it.</summary>
    public string Title { get; set; } = title;

    /// <summary>What is known of it, muted behind the title: a tensor's shape.</summary>
    public string Detail { get; set; } = "";

    /// <summary>Its place on the target, in pixels; empty while there is no room for it.</summary>
    public Rectangle Bounds { get; internal set; }

    /// <summary>What it draws in: its place without margins and title.</summary>
    public Rectangle Content { get; private set; }

    /// <summary>Views whose cells are of the same units share this name: clicking a neuron in one marks it in all of them.</summary>
    public string? UnitGroup { get; set; }

    /// <summary>The unit (neuron, channel, class) that is outlined; null: none. The renderer sets it by <see cref="UnitGroup"/>.</summary>
    public int? MarkedUnit { get; set; }

    /// <summary>Views of the same items (images of a batch) share this name: the one that is chosen is outlined in all of them.</summary>
    public string? ItemGroup { get; set; }

    /// <summary>The number of the item that is outlined; null: none. The renderer sets it by <see cref="ItemGroup"/>.</summary>
    public int? ChosenItem { get; set; }

    /// <summary>Whether its cells are items, which a click chooses, and not units, which it marks.</summary>
    public virtual bool IsOfItems => false;

    /// <summary>A few words at the right of the title.</summary>
    protected string Note { get; set; } = "";

    /// <summary>Names of curves, at the right of the title.</summary>
    public IReadOnlyList<LegendEntry> Legend { get; protected set; } = [];

    /// <summary>Before drawing begins: dispatches, canvas images that changed, readbacks. <see cref="Content"/> is known.</summary>
    public abstract void Prepare(FrameContext frame);

    /// <summary>Records the draws, inside <see cref="Bounds"/>.</summary>
    public abstract void Draw(FrameContext frame);

    /// <summary>Takes a pointer event; coordinates are the target's pixels. True when it was used.</summary>
    public virtual bool Pointer(PointerEvent e) => false;

    /// <summary>Takes a key while it is being written into, which began with a press on it. True when it is, and did.</summary>
    public virtual bool Key(KeyEvent e) => false;

    /// <summary>Takes what was typed or pasted while it is being written into. True when it is, and did.</summary>
    public virtual bool Type(string text) => false;

    /// <summary>Another place was pressed: it is not written into any more.</summary>
    public virtual void LoseKeys() { }

    /// <summary>The element under a point of the target, in pixels.</summary>
    public virtual Cell? CellAt(float x, float y) => null;

    /// <summary>What a tooltip says of an element.</summary>
    /// <param name="cell">As <see cref="CellAt"/> told it.</param>
    /// <param name="value">Its value; null: not read yet.</param>
    /// <param name="beside">The value of <see cref="Cell.Beside"/>; null where there is none, or not read yet.</param>
    public virtual string TextOf(Cell cell, double? value, double? beside) =>
        $"{cell.Words}: {(value is { } known ? cell.NameOf(known) ?? Elements.Text(cell.Tensor.Type, known) : "…")}";

    /// <summary>What is known of a point of the target where there is no element, for a tooltip; null for nothing.</summary>
    public virtual string? TextAt(float x, float y) => null;

    /// <summary>Disposes what it drew with; an override ends with this one.</summary>
    public virtual void Dispose() => header.Dispose();

    internal void PrepareAll(FrameContext frame)
    {
        int margin = frame.Pixels(Margin), title = frame.Pixels(TitleHeight), above = frame.Pixels(Margin - 4);
        bool hasTitle = Bounds.Height >= frame.Pixels(LeastHeightWithTitle);
        Content = Bounds.Inset(margin, hasTitle ? above + title + frame.Pixels(4) : margin, margin, margin);
        Prepare(frame);
        Rectangle line = hasTitle ? new(Bounds.X + margin, Bounds.Y + above, Math.Max(0, Bounds.Width - 2 * margin), title) : default;
        header.Update(frame, line, Title, Detail, Note, Legend);
    }

    internal void DrawAll(FrameContext frame)
    {
        header.Draw(frame);
        Draw(frame);
    }
}
