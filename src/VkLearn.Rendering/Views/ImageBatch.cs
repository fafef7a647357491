namespace VkLearn.Rendering.Views;

/// <summary>
/// Images [N, H, W], [N, 1, H, W] or [N, 3, H, W] (0 to 1, or bytes) with the predicted class below each: green when it is the label's.
/// </summary>
public sealed class ImageBatch(TensorSource images, IReadOnlyList<string> classNames) : View(images.Name)
{
    public TensorSource Source { get; set; } = images;
    public IReadOnlyList<string> ClassNames { get; } = classNames;

    /// <summary>Int32 [N]: the class each image was taken for.</summary>
    public TensorSource? Predictions { get; set; }

    /// <summary>Int32 [N]: the class each image is of; -1 for none.</summary>
    public TensorSource? Labels { get; set; }

    public override void Prepare(FrameContext frame) { }
    public override void Draw(FrameContext frame) { }
}
