namespace VkLearn.Rendering.Widgets;

/// <summary>A few words to be clicked on, side by side behind its label, of which some are lit: whoever has it says which.</summary>
/// <param name="options">What they are called; at least one.</param>
public sealed class Picker(string label, IReadOnlyList<string> options) : Widget(label)
{
    const float LabelShare = 0.3f, Tall = 24;

    int lit; // bits

    public IReadOnlyList<string> Options => options;

    /// <summary>One of them was clicked on, by its number.</summary>
    public event Action<int>? Picked;

    public override float Height => 30;

    /// <summary>Whether one is lit.</summary>
    public bool IsLit(int option) => (lit >> option & 1) != 0;

    /// <summary>Lights some, and no other.</summary>
    public void Light(IEnumerable<int> chosen) => Set(ref lit, chosen.Aggregate(0, (bits, option) => bits | 1 << option));

    public override void Paint(Canvas canvas, float x, float y, float width, float height)
    {
        float begin = width * LabelShare, each = (width - begin) / options.Count, tall = Math.Min(height - 1, canvas.Pixels(Tall));
        float top = y + (height - tall) / 2;
        canvas.Text(Label, x, y, begin - canvas.Pixels(4), height, TextStyle.Body, canvas.Theme.Muted);
        for (int i = 0; i < options.Count; i++)
        {
            PaintOption(canvas, options[i], x + begin + i * each, top, each - canvas.Pixels(3), tall, IsLit(i));
        }
    }

    public override void Pointer(PointerAction action, float x, float y)
    {
        int option = x < LabelShare ? -1 : (int)((x - LabelShare) / (1 - LabelShare) * options.Count);
        if (action == PointerAction.Press && option >= 0 && option < options.Count && y is >= 0 and < 1)
        {
            Picked?.Invoke(option);
        }
    }
}
