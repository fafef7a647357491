using VkLearn.Rendering.Widgets;

namespace VkLearn.Rendering.Views;

/// <summary>Sliders and buttons.</summary>
public sealed class ControlPanel(string title, params IReadOnlyList<Widget> widgets) : View(title)
{
    public IReadOnlyList<Widget> Widgets { get; } = widgets;

    public override void Prepare(FrameContext frame) { }
    public override void Draw(FrameContext frame) { }
}
