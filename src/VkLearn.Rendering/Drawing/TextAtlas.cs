using SkiaSharp;
using VkLearn.Gpu;

namespace VkLearn.Rendering;

/// <summary>Short texts rasterised once, in boxes of one size, a byte of coverage a pixel: shaders pick one by its number.</summary>
public sealed class TextAtlas(string name) : IDisposable
{
    /// <summary>What shaders write numbers with (number.glsl).</summary>
    public static readonly string[] NumberGlyphs = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", ".", "−", "k"];

    GpuBuffer? buffer;
    (int Width, int Height, bool IsAcross, float Scale) made;

    /// <summary>Of its first byte, once updated: an <c>InWords</c>.</summary>
    public ulong Address => buffer!.Address;

    /// <summary>Bytes of a line.</summary>
    public int Pitch { get; private set; }

    /// <summary>In a view's <see cref="View.Prepare"/>. Rasterises when the box or the scale changed.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="texts">The same each time.</param>
    /// <param name="width">Of a box, in pixels.</param>
    /// <param name="height">Of a box, in pixels.</param>
    /// <param name="style">How they look.</param>
    /// <param name="isAcross">Side by side, else one above the other.</param>
    /// <param name="align">Where they stand in their boxes.</param>
    public void Update(
        FrameContext frame, IReadOnlyList<string> texts, int width, int height, TextStyle style, bool isAcross, TextAlign align)
    {
        if (buffer is not null && made == (width, height, isAcross, frame.Scale))
        {
            return;
        }
        made = (width, height, isAcross, frame.Scale);
        (int across, int down) = isAcross ? (texts.Count, 1) : (1, texts.Count);
        using SKBitmap bitmap = new(new SKImageInfo(Math.Max(1, across * width), Math.Max(1, down * height), SKColorType.Alpha8));
        using (SKCanvas skia = new(bitmap))
        {
            skia.Clear();
            Canvas canvas = new(skia, bitmap, frame.Scale, frame.Theme, new TextLog(keepsAll: false));
            for (int i = 0; i < texts.Count; i++)
            {
                canvas.Text(texts[i], isAcross ? i * width : 0, isAcross ? 0 : i * height, width, height, style, SKColors.White, align);
            }
        }
        Pitch = bitmap.RowBytes;
        ReadOnlySpan<byte> bytes = bitmap.GetPixelSpan();
        buffer?.Dispose();
        buffer = frame.Gpu.Memory.Allocate(Sizes(bytes.Length), name);
        frame.Gpu.Staging.Upload(bytes, buffer);
    }

    public void Dispose() => buffer?.Dispose();

    /// <summary>Shaders read whole words.</summary>
    static int Sizes(int bytes) => (bytes + 3) & ~3;
}
