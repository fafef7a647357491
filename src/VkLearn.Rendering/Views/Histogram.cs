namespace VkLearn.Rendering.Views;

/// <summary>How a tensor's values are spread: 64 bins over its range, counted on the GPU.</summary>
public sealed class Histogram(TensorSource source) : View(source.Name)
{
    public TensorSource Source { get; set; } = source;

    public override void Prepare(FrameContext frame) { }
    public override void Draw(FrameContext frame) { }
}
