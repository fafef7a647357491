using System.Runtime.InteropServices;
using SkiaSharp;
using VkLearn.Gpu;

namespace VkLearn.Rendering;

/// <summary>
/// What was painted on a <see cref="Canvas"/>, in device memory: a view's labels and controls. It is a function of its content: painted and
/// uploaded again only when place, scale or content changed. Only the parts with something in them are drawn: what is empty costs nothing.
/// </summary>
/// <typeparam name="TContent">All that its look depends on.</typeparam>
/// <param name="name">What its memory is called.</param>
/// <param name="paint">Paints the content; it reads nothing else.</param>
public sealed class CanvasImage<TContent>(string name, Action<Canvas, TContent> paint) : IDisposable where TContent : IEquatable<TContent>
{
    readonly DrawShader shader = new("CanvasImage");
    GpuBuffer? pixels;
    SKBitmap? bitmap;
    TContent? shown;
    Rectangle[] inked = []; // parts of the picture with something in them
    TextLog? texts;
    float scale;

    /// <summary>Where it is drawn, in pixels of the target; empty: nowhere.</summary>
    public Rectangle Place { get; private set; }

    /// <summary>In a view's <see cref="View.Prepare"/>: where it is drawn, in pixels of the target, and what is on it.</summary>
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

    /// <summary>In a view's <see cref="View.Draw"/>.</summary>
    public void Draw(FrameContext frame)
    {
        if (texts is not null && !Place.IsEmpty)
        {
            frame.Texts.Add(texts, Place);
        }
        foreach (Rectangle part in inked)
        {
            shader.Draw(frame, part with { X = Place.X + part.X, Y = Place.Y + part.Y }, [],
                pixels!.Address, part.Y * Place.Width + part.X, Place.Width);
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
            inked = [];
            return;
        }
        if (bitmap is null || bitmap.Width != Place.Width || bitmap.Height != Place.Height)
        {
            bitmap?.Dispose();
            bitmap = new(new SKImageInfo(Place.Width, Place.Height, SKColorType.Rgba8888, SKAlphaType.Premul));
        }
        using SKCanvas skia = new(bitmap);
        skia.Clear();
        texts = new(frame.Texts.KeepsAll);
        paint(new Canvas(skia, bitmap, frame.Scale, frame.Theme, texts), shown!);
        skia.Flush();
        ReadOnlySpan<byte> bytes = bitmap.GetPixelSpan();
        inked = Ink.Find(MemoryMarshal.Cast<byte, uint>(bytes), Place.Width, Place.Height);
        if (inked.Length > 0)
        {
            Upload(frame.Gpu, bytes);
        }
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
