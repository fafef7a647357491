namespace VkLearn.Rendering.Widgets;

/// <summary>One of several, to be clicked on, side by side.</summary>
/// <param name="options">What they are called; at least one.</param>
public sealed class Choice(string label, IReadOnlyList<string> options) : Widget(label)
{
    const int Across = 3;
    const float LineHeight = 30, Tall = 26;

    public IReadOnlyList<string> Options => options;

    /// <summary>Which it is; setting it does not raise <see cref="Changed"/>.</summary>
    public int Chosen
    {
        get;
        set => Set(ref field, Math.Clamp(value, 0, options.Count - 1));
    }

    /// <summary>The user chose another.</summary>
    public event Action<int>? Changed;

    public override float Height => LineHeight * Lines;

    public override void Paint(Canvas canvas, float x, float y, float width, float height)
    {
        float across = width / Columns, down = height / Lines, tall = Math.Min(down, canvas.Pixels(Tall));
        for (int i = 0; i < options.Count; i++)
        {
            PaintOption(canvas, options[i], x + i % Columns * across, y + i / Columns * down, across - 1, tall, i == Chosen);
        }
    }

    public override void Pointer(PointerAction action, float x, float y)
    {
        int index = (int)(y * Lines) * Columns + (int)(x * Columns);
        if (action == PointerAction.Press && x is >= 0 and < 1 && y is >= 0 and < 1 && index < options.Count && index != Chosen)
        {
            Chosen = index;
            Changed?.Invoke(index);
        }
    }

    int Columns => Math.Min(Across, options.Count);

    int Lines => (options.Count + Across - 1) / Across;
}
