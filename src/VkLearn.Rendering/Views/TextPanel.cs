namespace VkLearn.Rendering.Views;

/// <summary>Lines of a name and its value: statistics.</summary>
public sealed class TextPanel(string title) : View(title)
{
    /// <summary>Sets a line's value; a new name makes a new line below the others. Cheap enough to call every frame.</summary>
    public void Set(string name, string value) { }

    public override void Prepare(FrameContext frame) { }
    public override void Draw(FrameContext frame) { }
}
