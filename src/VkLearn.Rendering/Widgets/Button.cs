namespace VkLearn.Rendering.Widgets;

/// <summary>Something to click.</summary>
public sealed class Button(string label) : Widget(label)
{
    /// <summary>Shown as pressed while true: a switch.</summary>
    public bool IsOn { get; set; }

    public event Action? Clicked;

    internal void Raise() => Clicked?.Invoke();
}
