using Silk.NET.Vulkan;
using static VkLearn.Gpu.VulkanException;

namespace VkLearn.Gpu;

/// <summary>One piece of memory from the driver: of the best type for its use whose heap has room.</summary>
internal sealed unsafe class AllocatedMemory : IDisposable
{
    readonly VulkanHandles handles;
    readonly long bytes;
    readonly MemoryPropertyFlags properties;

    /// <param name="handles">The device.</param>
    /// <param name="needed">What the driver says that a buffer or an image needs.</param>
    /// <param name="use">What it is for.</param>
    /// <param name="hasAddress">Whether kernels know it by its address.</param>
    public AllocatedMemory(VulkanHandles handles, MemoryRequirements needed, MemoryUse use, bool hasAddress = false)
    {
        this.handles = handles;
        bytes = (long)needed.Size;
        MemoryAllocateFlagsInfo flags = new(flags: MemoryAllocateFlags.DeviceAddressBit);
        Result result = Result.ErrorOutOfDeviceMemory;
        foreach (int type in handles.MemoryTypes.InOrder(use, needed))
        {
            MemoryAllocateInfo info = new(
                pNext: hasAddress ? &flags : null, allocationSize: needed.Size, memoryTypeIndex: (uint)type);
            result = handles.Vk.AllocateMemory(handles.Device, &info, null, out DeviceMemory made);
            (Handle, properties) = (made, handles.MemoryTypes[type]);
            if (result is not (Result.ErrorOutOfDeviceMemory or Result.ErrorOutOfHostMemory))
            {
                break;
            }
        }
        handles.Make(result, "vk.AllocateMemory");
    }

    public DeviceMemory Handle { get; }

    /// <summary>Whether the CPU sees it without a flush.</summary>
    public bool IsCoherent => properties.HasFlag(MemoryPropertyFlags.HostCoherentBit);

    /// <summary>Shows it to the CPU as long as it lives.</summary>
    public byte* Map()
    {
        void* mapped;
        Check(handles.Vk.MapMemory(handles.Device, Handle, 0, Vk.WholeSize, 0, &mapped));
        return (byte*)mapped;
    }

    /// <summary>Before a submit: what the CPU wrote is there for the device.</summary>
    public void Flush(long offset, long count)
    {
        if (!IsCoherent && count > 0)
        {
            MappedMemoryRange range = Atoms(offset, count);
            Check(handles.Vk.FlushMappedMemoryRanges(handles.Device, 1, &range));
        }
    }

    /// <summary>After a wait: what the device wrote is there for the CPU.</summary>
    public void Invalidate(long offset, long count)
    {
        if (!IsCoherent && count > 0)
        {
            MappedMemoryRange range = Atoms(offset, count);
            Check(handles.Vk.InvalidateMappedMemoryRanges(handles.Device, 1, &range));
        }
    }

    public void Dispose() => handles.Vk.FreeMemory(handles.Device, Handle, null);

    /// <summary>The whole atoms that a range lies in, the last of which the end of the memory may cut.</summary>
    MappedMemoryRange Atoms(long offset, long count)
    {
        long atom = handles.MemoryTypes.Atom, begin = offset / atom * atom;
        long end = Math.Min(Sizes.RoundUp(offset + count, atom), bytes);
        return new(memory: Handle, offset: (ulong)begin, size: (ulong)(end - begin));
    }
}
