using Silk.NET.Vulkan;
using Buffer = Silk.NET.Vulkan.Buffer;

namespace HostEngine;

/// <summary>Memory that the processor reads.</summary>
sealed unsafe class HostBuffer : IDisposable
{
    readonly HostDevice device;
    readonly DeviceMemory memory;
    readonly void* mapped;

    public HostBuffer(HostDevice device, int bytes)
    {
        (this.device, Bytes) = (device, bytes);
        BufferCreateInfo info = new(size: (ulong)bytes, usage: BufferUsageFlags.TransferDstBit);
        HostDevice.Check(device.Vk.CreateBuffer(device.Device, &info, null, out Buffer handle));
        Handle = handle;
        device.Vk.GetBufferMemoryRequirements(device.Device, handle, out MemoryRequirements requirements);
        memory = device.Allocate(requirements, MemoryPropertyFlags.HostVisibleBit | MemoryPropertyFlags.HostCoherentBit);
        HostDevice.Check(device.Vk.BindBufferMemory(device.Device, handle, memory, 0));
        void* address;
        HostDevice.Check(device.Vk.MapMemory(device.Device, memory, 0, (ulong)bytes, 0, &address));
        mapped = address;
    }

    public Buffer Handle { get; }
    public int Bytes { get; }
    public Span<byte> Span => new(mapped, Bytes);

    public void Dispose()
    {
        device.Vk.DestroyBuffer(device.Device, Handle, null);
        device.Vk.FreeMemory(device.Device, memory, null);
    }
}
