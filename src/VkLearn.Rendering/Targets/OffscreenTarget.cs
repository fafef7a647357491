using VkLearn.Gpu;

namespace VkLearn.Rendering;

/// <summary>Frames that nobody sees until they are read, or sampled by a host engine.</summary>
/// <param name="gpu">The device.</param>
/// <param name="width">In pixels.</param>
/// <param name="height">In pixels.</param>
/// <param name="format">What a pixel is.</param>
/// <exception cref="NotSupportedException">The device cannot draw.</exception>
public sealed class OffscreenTarget(GpuDevice gpu, int width, int height, ImageFormat format = ImageFormat.Rgba8) : ITarget
{
    readonly FrameList frames = gpu.NewFrames();
    CommandRecorder? recorder;

    public int Width => Image.Width;

    public int Height => Image.Height;

    public ImageFormat Format => Image.Format;

    public GpuImage Image { get; } = gpu.NewImage(width, height, format, "off screen");

    public CommandRecorder Recorder => recorder ?? throw new InvalidOperationException("No frame was begun: call TryBegin first.");

    /// <summary>Begins a frame; there is always something to draw on.</summary>
    public bool TryBegin(out GpuImage image)
    {
        recorder = frames.Begin();
        image = Image;
        return true;
    }

    /// <inheritdoc/>
    public void End(CommandRecorder recorder)
    {
        recorder.Use(Image, ImageUse.CopySource);
        frames.Submit(recorder);
        this.recorder = null;
    }

    /// <inheritdoc/>
    public byte[] ReadPixels() => Image.ReadPixels();

    public void Dispose()
    {
        frames.Dispose();
        Image.Dispose();
    }
}
