using Silk.NET.Vulkan;
using static VkLearn.Gpu.VulkanException;

namespace VkLearn.Gpu;

/// <summary>
/// Records a <see cref="CommandList"/>. A list begins with a barrier, so it sees everything queued before it, itself
/// included when it runs many times; within it the caller places <see cref="Barrier"/>s.
/// </summary>
public sealed unsafe class CommandRecorder : IDisposable
{
    readonly Vk vk;
    readonly DeviceInfo device;
    readonly DynamicRendering? drawing;
    readonly CommandList? list; // null: the command buffer is a host's
    readonly HostCommands? host; // then what it copies is noted here
    readonly CommandBuffer commands;
    readonly bool isFrame; // its list belongs to a FrameList
    Kernel? bound;
    DrawKernel? drawn;
    GpuImage? target; // between BeginDrawing and EndDrawing
    bool ended;

    internal CommandRecorder(Vk vk, DeviceInfo device, DynamicRendering? drawing, CommandList list, bool isFrame)
    {
        (this.vk, this.device, this.drawing) = (vk, device, drawing);
        (this.list, this.isFrame, commands) = (list, isFrame, list.Commands);
    }

    /// <param name="vk">Entry points.</param>
    /// <param name="device">What it can do.</param>
    /// <param name="drawing">Null where the device cannot draw.</param>
    /// <param name="host">Is told of what is copied.</param>
    /// <param name="hosts">Begun by the host, which also ends it.</param>
    internal CommandRecorder(Vk vk, DeviceInfo device, DynamicRendering? drawing, HostCommands host, CommandBuffer hosts)
    {
        (this.vk, this.device, this.drawing, this.host, commands) = (vk, device, drawing, host, hosts);
        Barrier();
    }

    internal void Begin(CommandBufferUsageFlags use)
    {
        (bound, drawn, target, ended) = (null, null, null, false);
        CommandBufferBeginInfo info = new(flags: use);
        Check(vk.BeginCommandBuffer(commands, &info));
        Barrier();
    }

    /// <summary>Runs a kernel.</summary>
    /// <param name="kernel">What runs.</param>
    /// <param name="arguments">The push-constant block, <see cref="Kernel.ArgumentBytes"/> long.</param>
    /// <param name="x">Workgroups on each axis.</param>
    /// <param name="y">Workgroups on each axis.</param>
    /// <param name="z">Workgroups on each axis.</param>
    /// <exception cref="ArgumentOutOfRangeException">More workgroups than the device takes.</exception>
    public void Dispatch(Kernel kernel, ReadOnlySpan<byte> arguments, uint x, uint y = 1, uint z = 1)
    {
        DeviceLimits limits = device.Limits;
        if (x > limits.WorkgroupCountX || y > limits.WorkgroupCountY || z > limits.WorkgroupCountZ)
        {
            throw new ArgumentOutOfRangeException(nameof(x),
                $"Kernel \"{kernel.Name}\": {x} x {y} x {z} workgroups are more than the device takes: " +
                $"{limits.WorkgroupCountX} x {limits.WorkgroupCountY} x {limits.WorkgroupCountZ}.");
        }
        Prepare(kernel, arguments);
        vk.CmdDispatch(commands, x, y, z);
    }

    /// <summary>Runs a kernel with the workgroup counts that a buffer holds: three uints at <paramref name="byteOffset"/>.</summary>
    public void DispatchIndirect(Kernel kernel, ReadOnlySpan<byte> arguments, GpuBuffer buffer, long byteOffset)
    {
        MemoryRange counts = buffer.Range(byteOffset, 3 * sizeof(uint));
        Prepare(kernel, arguments);
        vk.CmdDispatchIndirect(commands, counts.Buffer, (ulong)counts.Offset);
    }

    /// <summary>What was recorded before is done, and its writes are seen, before what is recorded after begins.</summary>
    public void Barrier() => Hazards.Barrier(vk, Outside);

    public void Copy(GpuBuffer source, long sourceOffset, GpuBuffer destination, long destinationOffset, long bytes)
    {
        MemoryRange from = source.Range(sourceOffset, bytes), to = destination.Range(destinationOffset, bytes);
        BufferCopy copy = new((ulong)from.Offset, (ulong)to.Offset, (ulong)bytes);
        if (bytes > 0)
        {
            vk.CmdCopyBuffer(Outside, from.Buffer, to.Buffer, 1, &copy);
        }
    }

    /// <summary>Copies a few bytes: once the list is submitted and done, <see cref="GpuReadback.TryRead"/> has them.</summary>
    /// <param name="source">Where they are.</param>
    /// <param name="byteOffset">Where they begin.</param>
    /// <param name="bytes">How many.</param>
    /// <param name="into">Where they come to.</param>
    /// <param name="intoOffset">Where they begin there.</param>
    /// <exception cref="ArgumentOutOfRangeException">Either is too small.</exception>
    public void CopyToReadback(GpuBuffer source, long byteOffset, long bytes, GpuReadback into, long intoOffset = 0)
    {
        MemoryRange from = source.Range(byteOffset, bytes);
        if (bytes < 1 || intoOffset < 0 || intoOffset > into.Bytes - bytes)
        {
            throw new ArgumentOutOfRangeException(nameof(bytes), $"Bytes {intoOffset} to {intoOffset + bytes} are not inside {into}.");
        }
        BufferCopy copy = new((ulong)from.Offset, (ulong)intoOffset, (ulong)bytes);
        vk.CmdCopyBuffer(Outside, from.Buffer, into.Memory.Handle, 1, &copy);
        Hazards.BarrierToMapped(vk, commands);
        list?.WillCopyTo(into, bytes);
        host?.WillCopyTo(into, bytes);
    }

    /// <summary>
    /// Begins drawing on an image, after everything recorded and submitted before. Until <see cref="EndDrawing"/> there is only
    /// <see cref="Draw"/>.
    /// </summary>
    /// <param name="image">What is drawn on.</param>
    /// <param name="clear">The colour that it has first, premultiplied, linear for an sRGB format; null: what is there stays.</param>
    /// <exception cref="NotSupportedException">The device cannot draw: see <see cref="DeviceInfo.CanDraw"/>.</exception>
    public void BeginDrawing(GpuImage image, (float R, float G, float B, float A)? clear)
    {
        DynamicRendering rendering = drawing ?? throw DeviceFeatures.CannotDraw(device);
        CommandBuffer open = Outside;
        if (clear is null && image.Layout == ImageLayout.Undefined)
        {
            throw new InvalidOperationException($"Nothing was drawn on {image} that could stay. Give a colour to clear it with.");
        }
        Change(image.Living, clear is null ? image.Layout : ImageLayout.Undefined, ImageLayout.ColorAttachmentOptimal);
        rendering.Begin(open, image, clear);
        target = image;
    }

    /// <summary>Draws three corners that fill a rectangle of the image; what lies outside the image is cut off.</summary>
    /// <param name="kernel">What draws.</param>
    /// <param name="arguments">The push-constant block of both shaders, <see cref="DrawKernel.ArgumentBytes"/> long.</param>
    /// <param name="x">Left edge, in pixels.</param>
    /// <param name="y">Top edge, in pixels.</param>
    /// <param name="width">In pixels; nothing is drawn when it is not positive.</param>
    /// <param name="height">In pixels; nothing is drawn when it is not positive.</param>
    /// <exception cref="InvalidOperationException">Not between BeginDrawing and EndDrawing.</exception>
    public void Draw(DrawKernel kernel, ReadOnlySpan<byte> arguments, int x, int y, int width, int height)
    {
        GpuImage image = Target;
        if (kernel.Target != image.Format)
        {
            throw new ArgumentException($"Kernel \"{kernel.Name}\" draws on {kernel.Target}, {image} is {image.Format}.");
        }
        if (TryClip(image, x, y, width, height, out Rect2D visible))
        {
            Prepare(kernel, arguments);
            Viewport viewport = new(x, y, width, height, 0, 1);
            vk.CmdSetViewport(commands, 0, 1, &viewport);
            vk.CmdSetScissor(commands, 0, 1, &visible);
            vk.CmdDraw(commands, 3, 1, 0, 0);
        }
    }

    /// <summary>Ends drawing: it is done, and seen, before what is recorded or submitted after begins.</summary>
    /// <param name="next">What the image is for now.</param>
    /// <exception cref="InvalidOperationException">Not after BeginDrawing.</exception>
    public void EndDrawing(ImageUse next)
    {
        GpuImage image = Target;
        drawing!.End(commands); // it has begun
        target = null;
        Use(image, next);
    }

    /// <summary>Makes an image that was drawn ready for another use.</summary>
    /// <exception cref="InvalidOperationException">Nothing was drawn on it yet.</exception>
    public void Use(GpuImage image, ImageUse next)
    {
        _ = Outside;
        if (image.Drawn.Layout != next.Layout)
        {
            Change(image, image.Layout, next.Layout);
        }
    }

    /// <summary>Copies a frame, ready to be copied, to a swapchain's image of its size and format, to be shown next.</summary>
    internal void CopyToShow(GpuImage frame, Image shown)
    {
        ImageSubresourceLayers whole = new(ImageAspectFlags.ColorBit, 0, 0, 1);
        ImageCopy copy = new(
            srcSubresource: whole, dstSubresource: whole, extent: new((uint)frame.Width, (uint)frame.Height, 1));
        Hazards.Barrier(vk, Outside, shown, ImageLayout.Undefined, ImageLayout.TransferDstOptimal);
        vk.CmdCopyImage(
            commands, new(frame.Handle), ImageLayout.TransferSrcOptimal, shown, ImageLayout.TransferDstOptimal, 1, &copy);
        Hazards.Barrier(vk, commands, shown, ImageLayout.TransferDstOptimal, ImageLayout.PresentSrcKhr);
    }

    /// <summary>Sets every 4-byte word of a range; offset and size are multiples of 4.</summary>
    public void Fill(GpuBuffer destination, long byteOffset, long bytes, uint word)
    {
        MemoryRange range = destination.WordRange(byteOffset, bytes);
        if (bytes > 0)
        {
            vk.CmdFillBuffer(Outside, range.Buffer, (ulong)range.Offset, (ulong)range.Bytes, word);
        }
    }

    /// <summary>Notes the time when everything recorded before is done.</summary>
    public void Timestamp(GpuTimer timer, int index) => timer.Write(Outside, index);

    internal void Reset(GpuTimer timer) => timer.Reset(Outside);

    /// <summary>Ends the recording; the recorder cannot be used after it.</summary>
    /// <exception cref="InvalidOperationException">It has ended, or it records into a host's command buffer.</exception>
    public CommandList End()
    {
        _ = Outside;
        if (list is null)
        {
            throw new InvalidOperationException("A host's command buffer is ended by the host. Dispose the recorder instead.");
        }
        list.End();
        ended = true;
        return list;
    }

    /// <summary>
    /// Drops a recording that was not ended; that of a frame is dropped by the next <see cref="FrameList.Begin"/>. What went into a host's
    /// command buffer stays there, and ends with a barrier.
    /// </summary>
    public void Dispose()
    {
        if (ended || isFrame)
        {
            return;
        }
        if (list is null)
        {
            Barrier();
        }
        ended = true;
        list?.Dispose();
    }

    string Subject => list?.ToString() ?? "a host's command buffer";

    CommandBuffer Open => ended ? throw new InvalidOperationException($"The recording of {Subject} has ended.") : commands;

    /// <exception cref="InvalidOperationException">Between BeginDrawing and EndDrawing.</exception>
    CommandBuffer Outside => target is null ? Open : throw new InvalidOperationException(
        $"The recording of {Subject} is drawing on {target}. Record all else before BeginDrawing or after EndDrawing.");

    GpuImage Target => target ?? throw new InvalidOperationException(
        $"The recording of {Subject} is not drawing. Call BeginDrawing first.");

    void Change(GpuImage image, ImageLayout from, ImageLayout to)
    {
        Hazards.Barrier(vk, commands, new(image.Handle), from, to);
        list?.WillChange(image);
        image.Layout = to;
    }

    static bool TryClip(GpuImage image, int x, int y, int width, int height, out Rect2D visible)
    {
        int left = Math.Max(x, 0), top = Math.Max(y, 0);
        long right = Math.Min((long)x + width, image.Width), bottom = Math.Min((long)y + height, image.Height);
        bool isVisible = right > left && bottom > top;
        visible = isVisible ? new(new(left, top), new((uint)(right - left), (uint)(bottom - top))) : default;
        return isVisible;
    }

    void Prepare(DrawKernel kernel, ReadOnlySpan<byte> arguments)
    {
        RefuseWrongSize(kernel.Name, kernel.ArgumentBytes, arguments);
        if (drawn != kernel)
        {
            vk.CmdBindPipeline(commands, PipelineBindPoint.Graphics, kernel.Pipeline);
            drawn = kernel;
        }
        Push(kernel.Layout, DrawKernelCache.Stages, arguments);
    }

    void Prepare(Kernel kernel, ReadOnlySpan<byte> arguments)
    {
        RefuseWrongSize(kernel.Name, kernel.ArgumentBytes, arguments);
        _ = Outside;
        if (bound != kernel)
        {
            vk.CmdBindPipeline(commands, PipelineBindPoint.Compute, kernel.Pipeline);
            bound = kernel;
        }
        Push(kernel.Layout, ShaderStageFlags.ComputeBit, arguments);
    }

    static void RefuseWrongSize(string kernel, int bytes, ReadOnlySpan<byte> arguments)
    {
        if (arguments.Length != bytes)
        {
            throw new ArgumentException($"Kernel \"{kernel}\" takes {bytes} bytes of arguments, received {arguments.Length}.");
        }
    }

    void Push(PipelineLayout layout, ShaderStageFlags stages, ReadOnlySpan<byte> arguments)
    {
        fixed (byte* first = arguments)
        {
            if (arguments.Length > 0)
            {
                vk.CmdPushConstants(commands, layout, stages, 0, (uint)arguments.Length, first);
            }
        }
    }
}
