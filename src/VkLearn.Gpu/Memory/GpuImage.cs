using Silk.NET.Vulkan;
using static VkLearn.Gpu.VulkanException;

namespace VkLearn.Gpu;

/// <summary>
/// An image that is drawn on, copied from and sampled. Its layout is tracked in the order of recording: lists that draw on the same
/// image are submitted in that order.
/// </summary>
public sealed unsafe class GpuImage : IDisposable
{
    const int PixelBytes = Staging.PixelBytes;

    readonly VulkanHandles handles;
    readonly Timeline timeline;
    readonly Staging staging;
    readonly MemoryArena arena;
    readonly LivingObjects living;
    readonly ImageMemory? memory;
    bool disposed;

    internal GpuImage(
        VulkanHandles handles, Timeline timeline, Staging staging, MemoryArena arena, LivingObjects living,
        int width, int height, ImageFormat format, string name)
    {
        (this.handles, this.timeline, this.staging, this.arena, this.living) = (handles, timeline, staging, arena, living);
        (Width, Height, Format, Name) = (width, height, format, name);
        Handle = MakeImage().Handle;
        handles.Names?.Set(ObjectType.Image, Handle, name);
        try
        {
            handles.Vk.GetImageMemoryRequirements(handles.Device, new(Handle), out MemoryRequirements needed);
            memory = arena.Allocate(needed, $"Image \"{name}\" of {width} x {height} pixels");
            memory.Bind(new(Handle));
            View = MakeView().Handle;
        }
        catch
        {
            Free();
            throw;
        }
        living.Add(this);
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

    /// <summary>As of the last command recorded.</summary>
    internal ImageLayout Layout { get; set; } = ImageLayout.Undefined;

    /// <exception cref="ObjectDisposedException">The image was disposed.</exception>
    internal GpuImage Living => disposed ? throw new ObjectDisposedException(ToString()) : this;

    /// <exception cref="InvalidOperationException">Nothing was drawn on it yet.</exception>
    internal GpuImage Drawn => Living.Layout != ImageLayout.Undefined ? this
        : throw new InvalidOperationException($"Nothing was drawn on {this} yet.");

    /// <summary>Waits for everything submitted before, and copies the pixels.</summary>
    /// <returns>Rows from the top, each pixel red, green, blue, alpha, whatever the format.</returns>
    /// <exception cref="InvalidOperationException">Nothing was drawn on it yet.</exception>
    public byte[] ReadPixels()
    {
        ImageLayout layout = Drawn.Layout;
        byte[] pixels = new byte[(long)Width * Height * PixelBytes];
        try
        {
            staging.Download(new(Handle), ref layout, Width, Height, pixels);
        }
        finally
        {
            Layout = layout;
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
            living.Remove(this);
            timeline.Defer(Free);
        }
    }

    public override string ToString() => $"image \"{Name}\" of {Width} x {Height} pixels";

    void Free()
    {
        handles.Vk.DestroyImageView(handles.Device, new(View), null);
        handles.Vk.DestroyImage(handles.Device, new(Handle), null);
        if (memory is not null)
        {
            arena.Release(memory);
        }
    }

    Image MakeImage()
    {
        ImageCreateInfo info = new(
            imageType: ImageType.Type2D, format: Format.Vulkan, extent: new((uint)Width, (uint)Height, 1), mipLevels: 1, arrayLayers: 1,
            samples: SampleCountFlags.Count1Bit, tiling: ImageTiling.Optimal, initialLayout: ImageLayout.Undefined,
            usage: ImageUsageFlags.ColorAttachmentBit | ImageUsageFlags.TransferSrcBit | ImageUsageFlags.SampledBit);
        handles.Make(handles.Vk.CreateImage(handles.Device, &info, null, out Image image));
        return image;
    }

    ImageView MakeView()
    {
        ImageViewCreateInfo info = new(
            image: new(Handle), viewType: ImageViewType.Type2D, format: Format.Vulkan, subresourceRange: Hazards.WholeImage);
        handles.Make(handles.Vk.CreateImageView(handles.Device, &info, null, out ImageView view));
        handles.Names?.Set(ObjectType.ImageView, view.Handle, Name);
        return view;
    }
}
