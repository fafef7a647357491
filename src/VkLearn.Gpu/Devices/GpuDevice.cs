using Silk.NET.Core.Contexts;
using Silk.NET.Vulkan;

namespace VkLearn.Gpu;

/// <summary>A Vulkan device with its memory, its one queue and its kernels.</summary>
public sealed class GpuDevice : IDisposable
{
    readonly Action<GpuMessage> receiver;
    readonly KernelCache kernels;
    readonly DrawKernelCache? drawKernels;
    readonly LivingObjects living = new();
    readonly HostCommands host = new();
    readonly uint timestampBits;
    readonly Lock attaching = new();
    readonly Dictionary<Type, IDisposable> attachments = [];
    readonly List<IDisposable> attachmentOrder = [];
    bool disposed;

    GpuDevice(VulkanHandles handles, DeviceCandidate chosen, GpuOptions options)
    {
        Handles = handles;
        receiver = options.Receiver;
        Info = options.Told is { } told ? told(chosen.Info) : chosen.Info;
        Choices = ChoiceFile.Of(options, Info);
        timestampBits = chosen.TimestampBits;
        try
        {
            Timeline = new(handles, chosen.Features.Has("timelineSemaphore"));
            Staging = new(handles, Timeline);
            Memory = new(handles, Info, Timeline, Staging, living, options.Guarded);
            kernels = new(handles, Info, new(options.CacheDirectory, chosen.Properties, receiver));
            drawKernels = Info.CanDraw ? new(handles, kernels.Compiled) : null;
            Recorders = new(handles, Info, Timeline, living,
                Info.CanDraw ? new(handles, isCore: chosen.Features.Has("Vulkan 1.3")) : null);
        }
        catch
        {
            Free(keep: false);
            throw;
        }
    }

    /// <summary>What a host engine must enable on its device before it lends it to <see cref="Borrow"/>.</summary>
    public static Requirements Requirements { get; } = new();

    public DeviceInfo Info { get; }

    /// <summary>What a choice file has for this device with its driver: see <see cref="ChoiceFile"/>.</summary>
    public IReadOnlyDictionary<string, string> Choices { get; }

    public MemoryArena Memory { get; }
    public Staging Staging { get; }
    public Timeline Timeline { get; }

    /// <summary>Counts every vkCreate and vkAllocate of this device, so that a test can show that a replay makes nothing.</summary>
    public long VulkanObjectsMade => Handles.ObjectsMade;

    internal VulkanHandles Handles { get; }
    internal Recorders Recorders { get; }
    internal int KernelsMade => kernels.Count;

    /// <summary>Every device of every driver, usable or not; opens none.</summary>
    /// <exception cref="NoDeviceException">No loader, or no driver.</exception>
    public static IReadOnlyList<DeviceInfo> Enumerate()
    {
        GpuOptions options = new();
        using VulkanInstance instance = new(options);
        return [.. DeviceCandidate.List(instance, options.HiddenFeatures).Select(static candidate => candidate.Info)];
    }

    /// <summary>Opens the device asked for, else the usable one that is likely the fastest.</summary>
    /// <exception cref="NoDeviceException">No loader, driver or usable device; says what each one lacks.</exception>
    /// <exception cref="VulkanException">Validation was asked for and its layer is not installed, or a Vulkan call failed.</exception>
    /// <exception cref="ArgumentException">The choice file that was named is damaged, or of another device.</exception>
    /// <exception cref="IOException">The choice file that was named cannot be read.</exception>
    public static GpuDevice Open(GpuOptions? options = null)
    {
        options ??= new GpuOptions();
        VulkanInstance instance = new(options);
        IDisposable owner = instance; // then the device, which owns the instance
        try
        {
            DeviceCandidate chosen = DeviceCandidate.Choose(DeviceCandidate.List(instance, options.HiddenFeatures), options.ChosenDevice);
            VulkanHandles handles = LogicalDevice.Make(instance, chosen, options.Presents);
            owner = handles;
            return new GpuDevice(handles, chosen, options);
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Works on a host engine's device and queue. Memory, pools, pipelines, semaphores and fences are VkLearn's own; what is lent is never
    /// destroyed, reset or waited idle for. Dispose it before the host destroys its device.
    /// </summary>
    /// <exception cref="NoDeviceException">The device lacks something, or the host did not enable it; names each.</exception>
    /// <exception cref="ArgumentException">A handle is missing.</exception>
    public static GpuDevice Borrow(BorrowedDevice lent, GpuOptions? options = null)
    {
        options ??= new GpuOptions();
        (VulkanHandles handles, DeviceCandidate device) = BorrowedHandles.Take(lent, options);
        try
        {
            return new GpuDevice(handles, device, options);
        }
        catch
        {
            handles.Dispose();
            throw;
        }
    }

    /// <summary>A shader compiled for this device. The same shader and values give the same kernel; the device owns it.</summary>
    /// <param name="code">The shader.</param>
    /// <param name="localSize">Invocations of a workgroup; 0: as many as the shader says.</param>
    /// <param name="constants">Values of its specialisation constants; the others keep those that the shader gives them.</param>
    /// <exception cref="ArgumentException">
    /// The arguments take more than 128 bytes, or the shader has no such constant.
    /// </exception>
    public Kernel GetKernel(ShaderCode code, uint localSize = 0, params ReadOnlySpan<Constant> constants) =>
        kernels.Get(code.With(localSize, constants));

    /// <inheritdoc cref="GetKernel(ShaderCode, uint, ReadOnlySpan{Constant})"/>
    public Kernel GetKernel(SpecializedCode code) => kernels.Get(code);

    /// <summary>Makes kernels, on several threads, that <see cref="GetKernel(SpecializedCode)"/> will be asked for.</summary>
    /// <param name="wanted">Those that are there already, and the same again, cost nothing.</param>
    public void MakeKernels(IEnumerable<SpecializedCode> wanted) => kernels.Make(wanted);

    /// <summary>
    /// Shaders compiled for drawing on images of a format. The same ones and the same values give the same kernel; the device owns it.
    /// </summary>
    /// <param name="vertex">Gives three corners by gl_VertexIndex.</param>
    /// <param name="fragment">Gives a colour that is premultiplied by its alpha.</param>
    /// <param name="target">Format of the images that it draws on.</param>
    /// <param name="constants">Values of the fragment shader's specialisation constants.</param>
    /// <exception cref="ArgumentException">
    /// The arguments take more than 128 bytes, or the shader has no such constant.
    /// </exception>
    /// <exception cref="NotSupportedException">The device cannot draw: see <see cref="DeviceInfo.CanDraw"/>.</exception>
    public DrawKernel GetDrawKernel(
        ShaderCode vertex, ShaderCode fragment, ImageFormat target, params ReadOnlySpan<Constant> constants) =>
        (drawKernels ?? throw DeviceFeatures.CannotDraw(Info)).Get(vertex.With(0), fragment.With(0, constants), target);

    /// <summary>Makes an image to draw on; what is in it is undefined.</summary>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="format">What a pixel is.</param>
    /// <param name="name">Name for messages.</param>
    /// <exception cref="ArgumentOutOfRangeException">No pixels, or more on a side than <see cref="DeviceLimits.ImageSide"/>.</exception>
    /// <exception cref="NotSupportedException">The device cannot draw: see <see cref="DeviceInfo.CanDraw"/>.</exception>
    public GpuImage NewImage(int width, int height, ImageFormat format, string name)
    {
        uint side = Info.CanDraw ? Info.Limits.ImageSide : throw DeviceFeatures.CannotDraw(Info);
        return width >= 1 && height >= 1 && width <= side && height <= side
            ? new(Handles, Timeline, Staging, Memory, living, width, height, format, name)
            : throw new ArgumentOutOfRangeException(nameof(width),
                $"An image has 1 to {side} pixels on a side on {Info.Name}, {width} x {height} were asked for.");
    }

    /// <summary>Makes room for a few bytes that are read without a wait.</summary>
    /// <param name="bytes">Size.</param>
    /// <param name="name">Name for messages.</param>
    public GpuReadback NewReadback(int bytes, string name) => new(Handles, Timeline, Staging, living, bytes, name);

    /// <summary>Makes command lists to record anew each frame.</summary>
    /// <param name="inFlight">How many frames may be pending before <see cref="FrameList.Begin"/> waits.</param>
    public FrameList NewFrames(int inFlight = 2) => new(Timeline, Recorders, inFlight);

    /// <summary>Makes the images that a window shows in turn.</summary>
    /// <param name="window">The window's surface, of which the swapchain makes Vulkan's.</param>
    /// <param name="frames">What the frames are recorded with.</param>
    /// <param name="waitsForScreen">Whether frames follow the screen's pace; else a newer one replaces one that is not shown yet.</param>
    /// <exception cref="InvalidOperationException">The device was opened without what a window needs.</exception>
    /// <exception cref="NotSupportedException">The device cannot draw, or cannot show anything on this window.</exception>
    public Swapchain NewSwapchain(IVkSurface window, FrameList frames, bool waitsForScreen) =>
        Info.CanDraw ? new(Handles, Info, living, window, frames, waitsForScreen) : throw DeviceFeatures.CannotDraw(Info);

    /// <summary>Begins a list of commands, on any thread.</summary>
    /// <param name="name">Name for messages.</param>
    public CommandRecorder BeginRecording(string name) => Recorders.Begin(name);

    /// <summary>Makes a timer for what lists do.</summary>
    /// <param name="count">How many times it holds.</param>
    /// <exception cref="NotSupportedException">The device has no timestamps: see <see cref="DeviceInfo.HasTimestamps"/>.</exception>
    public GpuTimer NewTimer(int count)
    {
        GpuTimer timer = new(Handles, Info, timestampBits, Timeline, living, count);
        try
        {
            using CommandRecorder recorder = BeginRecording("GpuTimer");
            recorder.Reset(timer);
            using CommandList list = recorder.End();
            Timeline.Submit(list);
            return timer;
        }
        catch
        {
            timer.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Records into a host's command buffer, which is being recorded, outside a render pass, for the queue of this device. Dispose the
    /// recorder when done; then the host ends and submits its buffer, and tells by <see cref="HostSubmitted"/>. What is disposed in between
    /// stays until then. Pipeline and push constants of the host are no longer bound.
    /// </summary>
    /// <param name="commandBuffer">VkCommandBuffer.</param>
    public CommandRecorder RecordInto(nint commandBuffer)
    {
        Timeline.HoldGarbage();
        return Recorders.OfHost(host, new CommandBuffer(commandBuffer));
    }

    /// <summary>
    /// To be called once every buffer that was recorded into is submitted to the lent queue, or never will be. One that is submitted again
    /// later must not use what was disposed meanwhile.
    /// </summary>
    /// <returns>The value that <see cref="Timeline"/> has when the device is done with them.</returns>
    public ulong HostSubmitted()
    {
        ulong value = Timeline.ReleaseGarbage();
        host.Submitted(value);
        return value;
    }

    /// <summary>
    /// The one object of its type that belongs to this device, made when first asked for. Disposed with the device, in
    /// reverse order of making, while buffers and lists can still be disposed.
    /// </summary>
    public T Attachment<T>(Func<GpuDevice, T> make) where T : class, IDisposable
    {
        lock (attaching)
        {
            if (attachments.TryGetValue(typeof(T), out IDisposable? made))
            {
                return (T)made;
            }
            T attachment = make(this);
            attachments.Add(typeof(T), attachment);
            attachmentOrder.Add(attachment);
            return attachment;
        }
    }

    /// <summary>Waits for everything submitted through this device, and so for what a host submitted before it to the same queue.</summary>
    public void WaitIdle() => Timeline.Wait(Timeline.LastSubmitted);

    /// <summary>
    /// Waits, disposes attachments, reports what the caller forgot to dispose, and frees all of it; also after the device was lost.
    /// </summary>
    public void Dispose()
    {
        if (disposed)
        {
            return;
        }
        disposed = true;
        for (int i = attachmentOrder.Count - 1; i >= 0; i--)
        {
            attachmentOrder[i].Dispose();
        }
        DisposeLeaks();
        Free(keep: TryWaitIdle());
        Handles.Dispose();
    }

    /// <summary>Frees what there is: after a failure in the constructor that is not everything.</summary>
    /// <param name="keep">Whether what the driver compiled is kept for the next run.</param>
    void Free(bool keep)
    {
        Timeline?.FreeAll();
        drawKernels?.Free();
        kernels?.Free(keep);
        Memory?.Free();
        Staging?.Free();
    }

    void DisposeLeaks()
    {
        foreach (IDisposable leaked in living.List())
        {
            receiver(new(GpuSeverity.Error, "leak", $"{leaked} was not disposed before its device."));
            leaked.Dispose();
        }
    }

    bool TryWaitIdle()
    {
        try
        {
            if (Timeline.HoldsGarbage)
            {
                HostSubmitted(); // it may have been, and waiting for it does no harm
            }
            WaitIdle();
            return true;
        }
        catch (VulkanException failure) // a loss was reported where it was met
        {
            Handles.WaitIdle();
            Timeline.WaitAnyhow();
            return failure is not DeviceLostException;
        }
    }
}
