using System.Runtime.CompilerServices;
using Silk.NET.Vulkan;

namespace VkLearn.Gpu;

/// <summary>The Vulkan device and queue that everything works on, and who owns them.</summary>
/// <param name="vk">Entry points of this device.</param>
/// <param name="physicalDevice">The device as the driver lists it.</param>
/// <param name="device">The logical device.</param>
/// <param name="queue">The one queue that VkLearn uses.</param>
/// <param name="queueFamily">Family of <paramref name="queue"/>.</param>
/// <param name="access">Takes turns at the queue.</param>
/// <param name="ownInstance">The instance if it is ours, null when a host lent it.</param>
/// <param name="ownsDevice">Whether the logical device is ours to destroy.</param>
internal sealed unsafe class VulkanHandles(
    Vk vk, PhysicalDevice physicalDevice, Device device, Queue queue, uint queueFamily, QueueAccess access,
    VulkanInstance? ownInstance, bool ownsDevice) : IDisposable
{
    long objectsMade;

    public Vk Vk { get; } = vk;
    public PhysicalDevice PhysicalDevice { get; } = physicalDevice;
    public Device Device { get; } = device;
    public Queue Queue { get; } = queue;
    public uint QueueFamily { get; } = queueFamily;
    public QueueAccess Access { get; } = access;
    public required MemoryTypes MemoryTypes { get; init; }
    public DebugNames? Names { get; init; } = ownInstance?.Names(device);
    public long ObjectsMade => Interlocked.Read(ref objectsMade);

    /// <summary>An entry point of the device that Silk.NET.Vulkan does not have: one of an extension.</summary>
    public nint Function(string name) => (nint)Vk.GetDeviceProcAddr(Device, name).Handle;

    /// <summary>As <see cref="VulkanException.Check"/>, for calls that make or allocate an object: it is counted.</summary>
    public void Make(Result result, [CallerArgumentExpression(nameof(result))] string call = "")
    {
        VulkanException.Check(result, call);
        Interlocked.Increment(ref objectsMade);
    }

    /// <summary>
    /// Waits until nothing runs on a device of our own, whatever it answers: a lost one may go on using memory for a while (a CPU
    /// driver's threads do), and this call returns in finite time. Nobody but us waits for a host's device.
    /// </summary>
    public void WaitIdle()
    {
        if (ownsDevice)
        {
            _ = Vk.DeviceWaitIdle(Device);
        }
    }

    public void Dispose()
    {
        if (ownsDevice)
        {
            Vk.DestroyDevice(Device, null);
        }
        if (ownInstance is null)
        {
            Vk.Dispose(); // our entry points; the instance stays the host's
        }
        else
        {
            ownInstance.Dispose();
        }
    }
}
