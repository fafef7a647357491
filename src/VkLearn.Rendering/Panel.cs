using SkiaSharp;
using VkLearn.Gpu;

namespace VkLearn.Rendering;

/// <summary>
/// A picture of the host's in device memory. It is a function of its content: painted and uploaded again only when place, scale or content
/// changed.
/// </summary>
sealed class Panel<TContent>(string name, Action<Canvas, TContent> paint) : IDisposable where TContent : IEquatable<TContent>
{
    readonly DrawShader shader = new("Panel");
    GpuBuffer? pixels;
    SKBitmap? bitmap;
    TContent? shown;
    float scale;

    public Rectangle Place { get; private set; }

    /// <summary>Before drawing begins.</summary>
    public void Update(FrameContext frame, Rectangle place, TContent content)
    {
        bool isSame = place.Width == Place.Width && place.Height == Place.Height && scale == frame.Scale && content.Equals(shown);
        Place = place;
        if (!isSame)
        {
            (shown, scale) = (content, frame.Scale);
            Paint(frame);
        }
    }

    /// <summary>Draws nothing from now on, until the next update.</summary>
    public void Hide() => (Place, shown) = (default, default);

    public void Draw(FrameContext frame)
    {
        if (!Place.IsEmpty)
        {
            shader.Draw(frame, Place, [], pixels!.Address, Place.Width);
        }
    }

    public void Dispose()
    {
        pixels?.Dispose();
        bitmap?.Dispose();
    }

    void Paint(FrameContext frame)
    {
        if (Place.IsEmpty)
        {
            return;
        }
        if (bitmap is null || bitmap.Width != Place.Width || bitmap.Height != Place.Height)
        {
            bitmap?.Dispose();
            bitmap = new(new SKImageInfo(Place.Width, Place.Height, SKColorType.Rgba8888, SKAlphaType.Premul));
        }
        using SKCanvas skia = new(bitmap);
        skia.Clear();
        paint(new Canvas(skia, Place.Width, Place.Height, frame.Scale), shown!);
        skia.Flush();
        Upload(frame.Gpu, bitmap.GetPixelSpan());
    }

    void Upload(GpuDevice gpu, ReadOnlySpan<byte> bytes)
    {
        if (pixels is null || pixels.Bytes < bytes.Length)
        {
            pixels?.Dispose();
            pixels = gpu.Memory.Allocate(bytes.Length, name);
        }
        gpu.Staging.Upload(bytes, pixels);
    }
}
