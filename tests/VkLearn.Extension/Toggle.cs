using VkLearn.Rendering;
using VkLearn.Rendering.Widgets;

namespace VkLearn.Extension;

/// <summary>A switch with its label, clicked to and fro.</summary>
public sealed class Toggle(string label) : Widget(label)
{
    public bool IsOn
    {
        get;
        set => Set(ref field, value);
    }

    public override float Height => 26;

    public override void Paint(Canvas canvas, float x, float y, float width, float height)
    {
        float tall = canvas.Pixels(14), wide = canvas.Pixels(26), top = y + (height - tall) / 2;
        canvas.Fill(x, top, wide, tall, IsOn ? canvas.Theme.Accent : canvas.Theme.Raised, tall / 2);
        canvas.Circle(IsOn ? x + wide - tall / 2 : x + tall / 2, top + tall / 2, tall / 2 - canvas.Pixels(2), canvas.Theme.Text);
        canvas.Text(Label, x + wide + canvas.Pixels(8), y, width - wide - canvas.Pixels(8), height, TextStyle.Body,
            IsHot ? canvas.Theme.Text : canvas.Theme.Muted);
    }

    public override void Pointer(PointerAction action, float x, float y) => IsOn ^= action == PointerAction.Press;
}
