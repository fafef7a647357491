using Silk.NET.Core.Contexts;
using VkLearn.Gpu;

namespace VkLearn.Rendering;

/// <summary>
/// Frames that a window shows. They are drawn on an image of the window's size, which is copied to the window when the frame ends.
/// Disposed before the device, and the window after both.
/// </summary>
public sealed class WindowTarget : ITarget
{
    readonly GpuDevice gpu;
    readonly Func<(int Width, int Height)> framebufferSize;
    readonly FrameList frames;
    readonly Swapchain swapchain;
    GpuImage? image;
    CommandRecorder? recorder;

    /// <param name="gpu">Opened with the surface's InstanceExtensions and with <see cref="GpuOptions.Presents"/>.</param>
    /// <param name="surface">The window's.</param>
    /// <param name="framebufferSize">The window's size now, in pixels; 0 x 0 while it is minimised.</param>
    /// <param name="waitsForScreen">Whether frames follow the screen's pace; else a newer one replaces one that is not shown yet.</param>
    /// <exception cref="InvalidOperationException">The device was opened without what a window needs.</exception>
    /// <exception cref="NotSupportedException">The device cannot draw, or cannot show anything on this window.</exception>
    public WindowTarget(GpuDevice gpu, IVkSurface surface, Func<(int Width, int Height)> framebufferSize, bool waitsForScreen = true)
    {
        (this.gpu, this.framebufferSize) = (gpu, framebufferSize);
        frames = gpu.NewFrames();
        try
        {
            swapchain = gpu.NewSwapchain(surface, frames, waitsForScreen);
        }
        catch
        {
            frames.Dispose();
            throw;
        }
    }

    public int Width => swapchain.Width;

    public int Height => swapchain.Height;

    public ImageFormat Format => swapchain.Format;

    public CommandRecorder Recorder => recorder ?? throw new InvalidOperationException("No frame was begun: call TryBegin first.");

    /// <summary>Whether the last frame was handed to the window: one that changes its size just then does not get it.</summary>
    public bool IsShown { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="VulkanException">The window is gone.</exception>
    public bool TryBegin(out GpuImage image)
    {
        (int width, int height) = framebufferSize();
        if (!swapchain.TryFit(width, height))
        {
            image = null!;
            return false;
        }
        image = this.image = Fitting();
        recorder = frames.Begin();
        return true;
    }

    /// <inheritdoc/>
    /// <exception cref="VulkanException">The window is gone.</exception>
    public void End(CommandRecorder recorder)
    {
        this.recorder = null;
        IsShown = swapchain.Present(recorder, image!);
    }

    /// <inheritdoc/>
    public byte[] ReadPixels() => (image ?? throw new InvalidOperationException("No frame was drawn yet.")).ReadPixels();

    public void Dispose()
    {
        swapchain.Dispose();
        frames.Dispose();
        image?.Dispose();
    }

    GpuImage Fitting()
    {
        if (image is { } last && (last.Width, last.Height) == (Width, Height))
        {
            return last;
        }
        GpuImage made = gpu.NewImage(Width, Height, Format, "window");
        image?.Dispose();
        return made;
    }
}
