using VkLearn.Gpu;
using VkLearn.Rendering;
using Xunit;

namespace VkLearn.Tests.Rendering;

/// <summary>Views drawn off screen, and what their pixels are.</summary>
internal sealed class Picture : IDisposable
{
    readonly GpuDevice gpu;
    readonly OffscreenTarget target;
    byte[] pixels = [];

    /// <param name="keepsTexts">Whether <see cref="Renderer.Texts"/> are all that is written.</param>
    public Picture(
        GpuDevice gpu, Layout<View> root, int width = 640, int height = 400, ImageFormat format = ImageFormat.Rgba8, Theme? theme = null,
        bool keepsTexts = false, float contentScale = 1)
    {
        this.gpu = gpu;
        target = new(gpu, width, height, format);
        Renderer = new(gpu, target, root, theme) { KeepsTexts = keepsTexts, ContentScale = contentScale };
    }

    public Renderer Renderer { get; }

    /// <summary>Draws a frame at a time of the test's choosing, and reads it.</summary>
    public void Draw(double seconds = 0)
    {
        Assert.True(Renderer.Render(TimeSpan.FromSeconds(seconds)));
        gpu.WaitIdle();
        pixels = target.ReadPixels();
    }

    /// <summary>A pixel as the colour maps have it: red in the lowest byte.</summary>
    public uint At(int x, int y) => BitConverter.ToUInt32(pixels, (y * target.Width + x) * 4);

    public uint At((int X, int Y) place) => At(place.X, place.Y);

    /// <summary>All pixels of a rectangle, rows from the top.</summary>
    public uint[] Of(Rectangle place) =>
        [.. from y in Enumerable.Range(place.Y, place.Height) from x in Enumerable.Range(place.X, place.Width) select At(x, y)];

    public void Point(PointerAction action, float x, float y, int button = 0, float scroll = 0) =>
        Renderer.Pointer(new(action, x, y, button, scroll));

    public void Dispose()
    {
        Renderer.Dispose();
        target.Dispose();
    }
}
