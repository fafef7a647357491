using Silk.NET.Vulkan;

namespace HostEngine;

/// <summary>A command buffer and the fence of its last submit.</summary>
sealed unsafe class Commands : IDisposable
{
    readonly HostDevice device;
    readonly CommandPool pool;
    readonly CommandBuffer handle;
    readonly Fence done;

    public Commands(HostDevice device)
    {
        this.device = device;
        CommandPoolCreateInfo info = new(queueFamilyIndex: device.Family);
        HostDevice.Check(device.Vk.CreateCommandPool(device.Device, &info, null, out pool));
        CommandBufferAllocateInfo allocate = new(commandPool: pool, level: CommandBufferLevel.Primary, commandBufferCount: 1);
        HostDevice.Check(device.Vk.AllocateCommandBuffers(device.Device, &allocate, out handle));
        FenceCreateInfo signalled = new(flags: FenceCreateFlags.SignaledBit);
        HostDevice.Check(device.Vk.CreateFence(device.Device, &signalled, null, out done));
    }

    /// <summary>Waits for the last submit and begins anew.</summary>
    public CommandBuffer Begin()
    {
        Wait();
        HostDevice.Check(device.Vk.ResetCommandPool(device.Device, pool, 0));
        CommandBufferBeginInfo info = new(flags: CommandBufferUsageFlags.OneTimeSubmitBit);
        HostDevice.Check(device.Vk.BeginCommandBuffer(handle, &info));
        return handle;
    }

    public void Submit()
    {
        HostDevice.Check(device.Vk.EndCommandBuffer(handle));
        HostDevice.Check(device.Vk.ResetFences(device.Device, 1, in done));
        CommandBuffer commands = handle;
        SubmitInfo info = new(commandBufferCount: 1, pCommandBuffers: &commands);
        device.Submit(&info, done);
    }

    public void Wait() => HostDevice.Check(device.Vk.WaitForFences(device.Device, 1, in done, true, ulong.MaxValue));

    public void Dispose()
    {
        Wait();
        device.Vk.DestroyFence(device.Device, done, null);
        device.Vk.DestroyCommandPool(device.Device, pool, null);
    }
}
