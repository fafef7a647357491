using Silk.NET.Core.Contexts;
using Silk.NET.Vulkan;
using static VkLearn.Gpu.VulkanException;
using Semaphore = Silk.NET.Vulkan.Semaphore;

namespace VkLearn.Gpu;

/// <summary>
/// The images that a window shows in turn. A frame is drawn on an image of one's own and copied here when it is shown, so that its
/// pixels are the same bits as off screen, and can be read at any time.
/// </summary>
public sealed unsafe class Swapchain : IDisposable
{
    const ulong PatienceNanoseconds = 100_000_000; // a window that nobody sees may get no image at all

    readonly VulkanHandles handles;
    readonly LivingObjects living;
    readonly FrameList frames;
    readonly Surface surface;
    readonly SwapchainFunctions functions;
    readonly PresentModeKHR mode;
    readonly Semaphore[] acquired; // one for each frame in flight
    SwapchainKHR chain;
    Image[] images = [];
    Semaphore[] copied = []; // one for each image: free again when its image is
    (int Width, int Height) asked;
    bool outdated = true, disposed;
    int next;

    internal Swapchain(
        VulkanHandles handles, DeviceInfo device, LivingObjects living, IVkSurface window, FrameList frames, bool waitsForScreen)
    {
        (this.handles, this.living, this.frames) = (handles, living, frames);
        functions = new(handles);
        surface = new(handles, device, window);
        acquired = new Semaphore[frames.InFlight];
        try
        {
            SwapchainChoice.RequireCopies(surface.Capabilities);
            Format = SwapchainChoice.Format(surface.Formats());
            mode = SwapchainChoice.Mode(surface.Modes(), waitsForScreen);
        }
        catch
        {
            surface.Dispose();
            throw;
        }
        living.Add(this);
    }

    /// <summary>In pixels; 0 before <see cref="TryFit"/>.</summary>
    public int Width { get; private set; }

    /// <summary>In pixels; 0 before <see cref="TryFit"/>.</summary>
    public int Height { get; private set; }

    /// <summary>Format of the frames to be shown.</summary>
    public ImageFormat Format { get; }

    /// <summary>Makes the images anew when the window has another size, or has changed so that the last ones no longer fit.</summary>
    /// <param name="width">Of the window, in pixels.</param>
    /// <param name="height">Of the window, in pixels.</param>
    /// <returns>False when the window has no pixels.</returns>
    /// <exception cref="VulkanException">The window is gone.</exception>
    public bool TryFit(int width, int height)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (width < 1 || height < 1)
        {
            return false;
        }
        if (outdated || asked != (width, height))
        {
            (asked, outdated) = ((width, height), true);
            outdated = !TryMake();
        }
        return !outdated;
    }

    /// <summary>
    /// Copies a frame to the next image, submits all that was recorded, and shows it. When the window has changed meanwhile, or gives no
    /// image for a tenth of a second, the frame is drawn but not shown.
    /// </summary>
    /// <param name="recorder">Of the frame.</param>
    /// <param name="frame">What was drawn: of the size and format of this swapchain.</param>
    /// <returns>Whether the frame will be shown.</returns>
    /// <exception cref="VulkanException">The window is gone.</exception>
    public bool Present(CommandRecorder recorder, GpuImage frame)
    {
        recorder.Use(frame, ImageUse.CopySource);
        outdated = true; // when something fails below, images and semaphores are left in a state that nobody knows
        uint image;
        Result got = functions.Acquire(handles.Device, chain, PatienceNanoseconds, acquired[next], default, &image);
        if (got is Result.Timeout or Result.NotReady or Result.ErrorOutOfDateKhr)
        {
            frames.Submit(recorder);
            outdated = got == Result.ErrorOutOfDateKhr;
            return false;
        }
        Surface.Check(got, "vk.AcquireNextImageKHR");
        recorder.CopyToShow(frame, images[image]);
        frames.Submit(recorder, acquired[next], copied[image]);
        next = (next + 1) % acquired.Length;
        Result shown = Show(image);
        outdated = got == Result.SuboptimalKhr || shown is Result.SuboptimalKhr or Result.ErrorOutOfDateKhr;
        return shown != Result.ErrorOutOfDateKhr;
    }

    /// <summary>
    /// Waits for all work on the queue, a host's included, and frees the images and Vulkan's surface; the window is to be disposed after.
    /// </summary>
    public void Dispose()
    {
        if (!disposed)
        {
            disposed = true;
            living.Remove(this);
            if (WaitForQueue() < Result.Success)
            {
                handles.WaitIdle(); // the one wait that is left
            }
            functions.Destroy(handles.Device, chain, null);
            FreeSemaphores(copied);
            FreeSemaphores(acquired);
            surface.Dispose();
        }
    }

    public override string ToString() => $"swapchain of {Width} x {Height} pixels";

    Result Show(uint image)
    {
        fixed (SwapchainKHR* ours = &chain)
        fixed (Semaphore* isCopied = &copied[image])
        {
            PresentInfoKHR info = new(
                waitSemaphoreCount: 1, pWaitSemaphores: isCopied, swapchainCount: 1, pSwapchains: ours, pImageIndices: &image);
            using (handles.Access.Enter())
            {
                Result shown = functions.Present(handles.Queue, &info);
                if (shown != Result.ErrorOutOfDateKhr) // that a window changed is no failure
                {
                    Surface.Check(shown, "vk.QueuePresentKHR");
                }
                return shown;
            }
        }
    }

    bool TryMake()
    {
        SurfaceCapabilitiesKHR can = surface.Capabilities;
        Extent2D size = SwapchainChoice.Size(can, asked.Width, asked.Height);
        if (size.Width == 0 || size.Height == 0)
        {
            return false;
        }
        Check(WaitForQueue(), "vk.QueueWaitIdle");
        SwapchainKHR old = chain;
        try
        {
            chain = default;
            chain = MakeChain(can, size, old);
        }
        finally
        {
            functions.Destroy(handles.Device, old, null); // no longer good for anything, whether there is a new one or not
        }
        images = Images();
        RemakeSemaphores();
        (Width, Height) = ((int)size.Width, (int)size.Height);
        return true;
    }

    SwapchainKHR MakeChain(in SurfaceCapabilitiesKHR can, Extent2D size, SwapchainKHR old)
    {
        SwapchainCreateInfoKHR info = new(
            surface: surface.Handle, minImageCount: SwapchainChoice.ImageCount(can), imageFormat: Format.Vulkan,
            imageColorSpace: ColorSpaceKHR.SpaceSrgbNonlinearKhr, imageExtent: size, imageArrayLayers: 1,
            imageUsage: ImageUsageFlags.TransferDstBit, imageSharingMode: SharingMode.Exclusive, preTransform: can.CurrentTransform,
            compositeAlpha: SwapchainChoice.Alpha(can), presentMode: mode, clipped: true, oldSwapchain: old);
        SwapchainKHR made;
        Result result = functions.Create(handles.Device, &info, null, &made);
        Surface.Check(result, "vk.CreateSwapchainKHR");
        handles.Make(result, "vk.CreateSwapchainKHR");
        return made;
    }

    Image[] Images()
    {
        const string call = "vk.GetSwapchainImagesKHR";
        uint count = 0;
        Check(functions.Images(handles.Device, chain, &count, null), call);
        Image[] all = new Image[count];
        fixed (Image* first = all)
        {
            Check(functions.Images(handles.Device, chain, &count, first), call);
        }
        return all;
    }

    /// <summary>All of them: when the last frame failed, one may be signalled that nothing will ever wait for.</summary>
    void RemakeSemaphores()
    {
        FreeSemaphores(acquired);
        FreeSemaphores(copied);
        copied = new Semaphore[images.Length];
        MakeSemaphores(acquired);
        MakeSemaphores(copied);
    }

    void MakeSemaphores(Span<Semaphore> made)
    {
        SemaphoreCreateInfo info = new(flags: 0);
        for (int i = 0; i < made.Length; i++)
        {
            handles.Make(handles.Vk.CreateSemaphore(handles.Device, &info, null, out made[i]));
        }
    }

    void FreeSemaphores(Span<Semaphore> made)
    {
        foreach (ref Semaphore semaphore in made)
        {
            handles.Vk.DestroySemaphore(handles.Device, semaphore, null);
            semaphore = default;
        }
    }

    /// <summary>The timeline does not tell when an image was shown and its semaphore is free; the end of all work does.</summary>
    Result WaitForQueue()
    {
        using (handles.Access.Enter())
        {
            return handles.Vk.QueueWaitIdle(handles.Queue);
        }
    }
}
