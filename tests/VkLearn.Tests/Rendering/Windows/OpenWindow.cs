using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Tests.Gpu;
using Xunit;

namespace VkLearn.Tests.Rendering.Windows;

/// <summary>A window on a virtual screen, with a validated device of its own. Disposing fails when anything was said.</summary>
sealed class OpenWindow : IDisposable
{
    static int opened;

    readonly List<GpuMessage> messages = [];

    public OpenWindow(Screen screen, int width = 640, int height = 400, bool waitsForScreen = false)
    {
        Screen = screen;
        string title = $"VkLearn {Interlocked.Increment(ref opened)}";
        Window = new(title, width, height);
        Gpu = GpuDevice.Open(new GpuOptions
        {
            InstanceExtensions = Window.Surface.InstanceExtensions, Presents = true, Validation = true, Message = messages.Add,
        });
        Target = new(Gpu, Window.Surface, () => Window.FramebufferSize, waitsForScreen);
        Id = screen.Find(title);
    }

    public Screen Screen { get; }
    public GlfwWindow Window { get; }
    public GpuDevice Gpu { get; }
    public WindowTarget Target { get; }

    /// <summary>The X window.</summary>
    public string Id { get; }

    /// <summary>Polls until something holds that the user or the window manager brings about.</summary>
    public void Until(Func<bool> holds, string otherwise) => Screen.Until(
        () =>
        {
            Window.PollEvents();
            return holds();
        },
        otherwise);

    /// <summary>Draws random pixels all over.</summary>
    /// <returns>What was drawn; null when there was nothing to draw on.</returns>
    public byte[]? TryDraw(int seed)
    {
        Window.PollEvents();
        if (!Target.TryBegin(out GpuImage image))
        {
            return null;
        }
        using Words words = new(Gpu, image.Width, image.Height);
        byte[] pixels = words.Randomize(seed);
        Target.Recorder.BeginDrawing(image, (0, 0, 0, 1));
        words.Draw(Target.Recorder, image.Format);
        Target.Recorder.EndDrawing(ImageUse.CopySource);
        Target.End(Target.Recorder);
        return pixels;
    }

    /// <summary>The window comes where it belongs, and its frames are shown, by and by.</summary>
    public void ExpectOnScreen(byte[] drawn) => Screen.Until(() => IsOnScreen(drawn), "the screen does not show what was drawn");

    public bool IsOnScreen(byte[] drawn)
    {
        (int x, int y) = Screen.Locate(Id);
        return Screen.Pixels(x, y, Target.Width, Target.Height).AsSpan().SequenceEqual(drawn);
    }

    public void Dispose()
    {
        Target.Dispose();
        Gpu.Dispose();
        Window.Dispose();
        Assert.Empty(messages);
    }
}
