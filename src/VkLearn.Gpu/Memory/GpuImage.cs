using Silk.NET.Vulkan;
using static VkLearn.Gpu.VulkanException;

namespace VkLearn.Gpu;

/// <summary>
/// An image that is drawn on, copied from and sampled. Its layout is tracked in the order of recording: lists that draw on the same
/// image are submitted in that order.
/// </summary>
public sealed unsafe class GpuImage : IDisposable
{
    internal const int PixelBytes = 4;

    readonly GpuDevice gpu;
    readonly ImageMemory? memory;
    bool disposed;

    internal GpuImage(GpuDevice gpu, int width, int height, ImageFormat format, string name)
    {
        (this.gpu, Width, Height, Format, Name) = (gpu, width, height, format, name);
        Handle = MakeImage().Handle;
        gpu.Handles.Names?.Set(ObjectType.Image, Handle, name);
        try
        {
            gpu.Handles.Vk.GetImageMemoryRequirements(gpu.Handles.Device, new(Handle), out MemoryRequirements needed);
            memory = gpu.Memory.Allocate(needed, $"Image \"{name}\" of {width} x {height} pixels");
            memory.Bind(new(Handle));
            View = MakeView().Handle;
        }
        catch
        {
            Free();
            throw;
        }
        gpu.Living.Add(this);
    }

    /// <summary>In pixels.</summary>
    public int Width { get; }

    /// <summary>In pixels.</summary>
    public int Height { get; }

    public ImageFormat Format { get; }

    public string Name { get; }

    /// <summary>The VkImage.</summary>
    public ulong Handle { get; }

    /// <summary>The VkImageView of all of it.</summary>
    public ulong View { get; private set; }

    internal static ImageSubresourceRange Whole => new(ImageAspectFlags.ColorBit, 0, 1, 0, 1);

    /// <summary>As of the last command recorded.</summary>
    internal ImageLayout Layout { get; set; } = ImageLayout.Undefined;

    /// <exception cref="ObjectDisposedException">The image was disposed.</exception>
    internal GpuImage Living => disposed ? throw new ObjectDisposedException(ToString()) : this;

    /// <summary>Waits for everything submitted before, and copies the pixels.</summary>
    /// <returns>Rows from the top, each pixel red, green, blue, alpha, whatever the format.</returns>
    /// <exception cref="InvalidOperationException">Nothing was drawn on it yet.</exception>
    public byte[] ReadPixels()
    {
        HostBuffer landing = new(gpu.Handles, (long)Width * Height * PixelBytes, BufferUsageFlags.TransferDstBit, cached: true);
        byte[] pixels;
        try
        {
            using CommandRecorder recorder = gpu.BeginRecording($"pixels of {Name}");
            recorder.CopyPixels(this, landing);
            using CommandList list = recorder.End();
            gpu.Timeline.Wait(gpu.Timeline.Submit(list));
            pixels = landing.Span(0, (int)landing.Bytes).ToArray();
        }
        finally
        {
            gpu.Timeline.Defer(landing.Dispose); // the copy may be under way when waiting for it failed
        }
        for (int i = 0; Format.IsBlueFirst && i < pixels.Length; i += PixelBytes)
        {
            (pixels[i], pixels[i + 2]) = (pixels[i + 2], pixels[i]);
        }
        return pixels;
    }

    /// <summary>Frees the image once everything submitted so far is done.</summary>
    public void Dispose()
    {
        if (!disposed)
        {
            disposed = true;
            gpu.Living.Remove(this);
            gpu.Timeline.Defer(Free);
        }
    }

    public override string ToString() => $"image \"{Name}\" of {Width} x {Height} pixels";

    void Free()
    {
        gpu.Handles.Vk.DestroyImageView(gpu.Handles.Device, new(View), null);
        gpu.Handles.Vk.DestroyImage(gpu.Handles.Device, new(Handle), null);
        if (memory is not null)
        {
            gpu.Memory.Release(memory);
        }
    }

    Image MakeImage()
    {
        uint side = gpu.Info.Limits.ImageSide;
        if (Width < 1 || Height < 1 || Width > side || Height > side)
        {
            throw new ArgumentOutOfRangeException("width",
                $"An image has 1 to {side} pixels on a side on {gpu.Info.Name}, {Width} x {Height} were asked for.");
        }
        ImageCreateInfo info = new(
            imageType: ImageType.Type2D, format: Format.Vulkan, extent: new((uint)Width, (uint)Height, 1), mipLevels: 1, arrayLayers: 1,
            samples: SampleCountFlags.Count1Bit, tiling: ImageTiling.Optimal, initialLayout: ImageLayout.Undefined,
            usage: ImageUsageFlags.ColorAttachmentBit | ImageUsageFlags.TransferSrcBit | ImageUsageFlags.SampledBit);
        gpu.Handles.Make(gpu.Handles.Vk.CreateImage(gpu.Handles.Device, &info, null, out Image image));
        return image;
    }

    ImageView MakeView()
    {
        ImageViewCreateInfo info = new(
            image: new(Handle), viewType: ImageViewType.Type2D, format: Format.Vulkan, subresourceRange: Whole);
        gpu.Handles.Make(gpu.Handles.Vk.CreateImageView(gpu.Handles.Device, &info, null, out ImageView view));
        gpu.Handles.Names?.Set(ObjectType.ImageView, view.Handle, Name);
        return view;
    }
}
