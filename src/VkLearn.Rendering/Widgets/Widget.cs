namespace VkLearn.Rendering.Widgets;

/// <summary>A control of a <see cref="ControlPanel"/>.</summary>
public abstract class Widget(string label)
{
    public string Label { get; } = label;
}
