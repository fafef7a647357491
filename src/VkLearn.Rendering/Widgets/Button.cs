using SkiaSharp;

namespace VkLearn.Rendering.Widgets;

/// <summary>Something to click.</summary>
public sealed class Button(string label) : Widget(label)
{
    bool isHeld;

    /// <summary>Shown as switched on while true.</summary>
    public bool IsOn
    {
        get;
        set => Set(ref field, value);
    }

    /// <summary>The user pressed it and let go over it.</summary>
    public event Action? Clicked;

    public override bool SharesLine => true;

    public override float Height => 32;

    public override void Paint(Canvas canvas, float x, float y, float width, float height)
    {
        float tall = Math.Min(height, canvas.Pixels(26)), top = y + (height - tall) / 2, radius = canvas.Pixels(4);
        SKColor fill = IsOn ? canvas.Theme.Accent.WithAlpha(60) : isHeld ? canvas.Theme.Axis : canvas.Theme.Raised;
        canvas.Fill(x, top, width, tall, fill, radius);
        canvas.Outline(x, top, width, tall, IsOn || IsHot ? canvas.Theme.Accent : canvas.Theme.Axis, radius);
        canvas.Text(Label, x, top, width, tall, TextStyle.Body, canvas.Theme.Text, TextAlign.Center);
    }

    public override void Pointer(PointerAction action, float x, float y)
    {
        bool wasHeld = isHeld;
        Set(ref isHeld, action == PointerAction.Press || isHeld && action != PointerAction.Release);
        if (wasHeld && action == PointerAction.Release && x is >= 0 and < 1 && y is >= 0 and < 1)
        {
            Clicked?.Invoke();
        }
    }
}
