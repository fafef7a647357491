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
    readonly DeviceLimits limits;
    readonly CommandList list;
    readonly CommandBuffer commands;
    Kernel? bound;
    bool ended;

    internal CommandRecorder(Vk vk, DeviceLimits limits, CommandList list)
    {
        (this.vk, this.limits, this.list) = (vk, limits, list);
        commands = list.Commands;
        CommandBufferBeginInfo info = new(flags: CommandBufferUsageFlags.SimultaneousUseBit); // pending more than once at a time
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
    public void Barrier() => Hazards.Barrier(vk, Open);

    public void Copy(GpuBuffer source, long sourceOffset, GpuBuffer destination, long destinationOffset, long bytes)
    {
        MemoryRange from = source.Range(sourceOffset, bytes), to = destination.Range(destinationOffset, bytes);
        BufferCopy copy = new((ulong)from.Offset, (ulong)to.Offset, (ulong)bytes);
        if (bytes > 0)
        {
            vk.CmdCopyBuffer(Open, from.Buffer, to.Buffer, 1, &copy);
        }
    }

    /// <summary>Sets every 4-byte word of a range; offset and size are multiples of 4.</summary>
    public void Fill(GpuBuffer destination, long byteOffset, long bytes, uint word)
    {
        MemoryRange range = destination.WordRange(byteOffset, bytes);
        if (bytes > 0)
        {
            vk.CmdFillBuffer(Open, range.Buffer, (ulong)range.Offset, (ulong)range.Bytes, word);
        }
    }

    /// <summary>Notes the time when everything recorded before is done.</summary>
    public void Timestamp(GpuTimer timer, int index) => timer.Write(Open, index);

    internal void Reset(GpuTimer timer) => timer.Reset(Open);

    /// <summary>Ends the recording; the recorder cannot be used after it.</summary>
    public CommandList End()
    {
        _ = Open;
        list.End();
        ended = true;
        return list;
    }

    /// <summary>Drops a recording that was not ended.</summary>
    public void Dispose()
    {
        if (!ended)
        {
            ended = true;
            list.Dispose();
        }
    }

    CommandBuffer Open => ended ? throw new InvalidOperationException($"The recording of {list} has ended.") : commands;

    void Prepare(Kernel kernel, ReadOnlySpan<byte> arguments)
    {
        if (arguments.Length != kernel.ArgumentBytes)
        {
            throw new ArgumentException(
                $"Kernel \"{kernel.Name}\" takes {kernel.ArgumentBytes} bytes of arguments, received {arguments.Length}.");
        }
        if (bound != kernel)
        {
            vk.CmdBindPipeline(Open, PipelineBindPoint.Compute, kernel.Pipeline);
            bound = kernel;
        }
        fixed (byte* first = arguments)
        {
            if (arguments.Length > 0)
            {
                vk.CmdPushConstants(Open, kernel.Layout, ShaderStageFlags.ComputeBit, 0, (uint)arguments.Length, first);
            }
        }
    }
}
