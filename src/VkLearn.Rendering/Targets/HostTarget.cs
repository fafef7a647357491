using VkLearn.Gpu;

namespace VkLearn.Rendering;

/// <summary>
/// Frames inside a host engine's: recorded into its command buffer, on an image that it samples after. The host submits, and tells by
/// <see cref="GpuDevice.HostSubmitted"/>.
/// </summary>
/// <param name="gpu">A device that was borrowed from the host.</param>
/// <param name="width">In pixels.</param>
/// <param name="height">In pixels.</param>
/// <param name="format">What a pixel is.</param>
/// <exception cref="NotSupportedException">The device cannot draw.</exception>
public sealed class HostTarget(GpuDevice gpu, int width, int height, ImageFormat format = ImageFormat.Rgba8) : ITarget
{
    CommandRecorder? recorder;

    /// <summary>
    /// The VkCommandBuffer that the next frame goes into: it is being recorded, outside a render pass. 0: the frame is skipped, as after
    /// each frame until the host sets it anew.
    /// </summary>
    public nint CommandBuffer { get; set; }

    public int Width => Image.Width;

    public int Height => Image.Height;

    public ImageFormat Format => Image.Format;

    /// <summary>
    /// What the host samples: its VkImage and VkImageView, in layout SHADER_READ_ONLY_OPTIMAL for all that is recorded after the frame.
    /// </summary>
    public GpuImage Image { get; } = gpu.NewImage(width, height, format, "host target");

    public CommandRecorder Recorder => recorder ?? throw new InvalidOperationException("No frame was begun: call TryBegin first.");

    /// <summary>Begins a frame, if the host gave a command buffer for it.</summary>
    public bool TryBegin(out GpuImage image)
    {
        image = Image;
        recorder = CommandBuffer == 0 ? null : gpu.RecordInto(CommandBuffer);
        return recorder is not null;
    }

    /// <summary>Leaves the image to be sampled, and the command buffer to the host.</summary>
    public void End(CommandRecorder recorder)
    {
        recorder.Use(Image, ImageUse.Sampled);
        recorder.Dispose();
        (this.recorder, CommandBuffer) = (null, 0);
    }

    /// <inheritdoc/>
    public byte[] ReadPixels() => Image.ReadPixels();

    public void Dispose() => Image.Dispose();
}
