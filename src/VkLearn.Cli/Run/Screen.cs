using VkLearn.Engine;
using VkLearn.Gpu;
using VkLearn.Rendering;

namespace VkLearn.Cli;

/// <summary>Where a run is seen, and the device that can show it there: in a window, off screen for its pictures, or nowhere.</summary>
sealed class Screen : IDisposable
{
    Screen(GpuDevice gpu, ITarget? target = null, IWindow? window = null) => (Gpu, Target, Window) = (gpu, target, window);

    public GpuDevice Gpu { get; }

    /// <summary>Null where nothing is drawn.</summary>
    public ITarget? Target { get; }

    /// <summary>Null where there is none.</summary>
    public IWindow? Window { get; }

    /// <param name="note">Told why there is no window where one was asked for.</param>
    /// <exception cref="NoDeviceException">There is no usable device.</exception>
    public static Screen Open(RunRequest request, SceneFile scene, Action<string> note)
    {
        if (IsDrawn(request) && !scene.HasViews)
        {
            throw new ArgumentException($"{request.Scene} has no \"views\", so that there is nothing to take a picture of.");
        }

        if (!request.IsHeadless && scene.HasViews && TryOpenWindow(request, note) is { } screen)
        {
            return screen;
        }

        GpuDevice gpu = GpuDevice.Open(new GpuOptions { Device = request.Device });
        return !IsDrawn(request) ? new(gpu)
            : Owning(gpu, () => new(gpu, new OffscreenTarget(gpu, request.Size.Width, request.Size.Height)));
    }

    /// <summary>Also where there is no window.</summary>
    static bool IsDrawn(RunRequest request) => request.Pictures is not null || request.Film is not null;

    static Screen? TryOpenWindow(RunRequest request, Action<string> note)
    {
        if (!GlfwWindow.IsAvailable(out string? why))
        {
            note($"window  none: {why}");
            return null;
        }

        try
        {
            return OpenWindow(request);
        }
        catch (NotSupportedException unable)
        {
            note($"window  none: {unable.Message}");
            return null;
        }
    }

    /// <exception cref="NotSupportedException">The device cannot draw, or cannot show anything on a window.</exception>
    static Screen OpenWindow(RunRequest request)
    {
        string title = $"{Path.GetFileNameWithoutExtension(request.Scene)} - VkLearn";
        GlfwWindow window = new(title, request.Size.Width, request.Size.Height);
        return Owning(window, () =>
        {
            GpuDevice gpu = GpuDevice.Open(new GpuOptions
            {
                Device = request.Device,
                InstanceExtensions = window.Surface.InstanceExtensions,
                Presents = true,
            });
            return Owning(gpu, () => new Screen(gpu, new WindowTarget(gpu, window.Surface, () => window.FramebufferSize), window));
        });
    }

    static Screen Owning(IDisposable owned, Func<Screen> make)
    {
        try
        {
            return make();
        }
        catch
        {
            owned.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Target?.Dispose();
        Gpu.Dispose();
        Window?.Dispose();
    }
}
