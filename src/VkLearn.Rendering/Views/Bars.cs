namespace VkLearn.Rendering.Views;

/// <summary>Values [N] as horizontal bars with labels and numbers: a class's probabilities.</summary>
public sealed class Bars(TensorSource source, IReadOnlyList<string> labels) : View(source.Name)
{
    public TensorSource Source { get; set; } = source;
    public IReadOnlyList<string> Labels { get; } = labels;

    /// <summary>The ends of the scale; null: from 0 (or the least value) to the greatest.</summary>
    public (float Low, float High)? Range { get; init; }

    public string Unit { get; init; } = "";

    public override void Prepare(FrameContext frame) { }
    public override void Draw(FrameContext frame) { }
}
