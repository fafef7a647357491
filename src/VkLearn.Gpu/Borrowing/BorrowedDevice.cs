namespace VkLearn.Gpu;

/// <summary>
/// A host engine's instance, device and queue, as it lends them to <see cref="GpuDevice.Borrow"/>. Handles are Vulkan's own. They stay the
/// host's, and must live until the borrowing device is disposed.
/// </summary>
public sealed record BorrowedDevice
{
    /// <summary>VkInstance.</summary>
    public required nint Instance { get; init; }

    /// <summary>VkPhysicalDevice.</summary>
    public required nint PhysicalDevice { get; init; }

    /// <summary>VkDevice.</summary>
    public required nint Device { get; init; }

    /// <summary>VkQueue, able to compute; to draw views it must be able to draw.</summary>
    public required nint Queue { get; init; }

    /// <summary>Index of the family of <see cref="Queue"/>.</summary>
    public required uint QueueFamily { get; init; }

    /// <summary>VkApplicationInfo.apiVersion that the host made its instance with.</summary>
    public required uint ApiVersion { get; init; }

    /// <summary>
    /// The features that the host enabled when it made its device, by Vulkan's names, such as "bufferDeviceAddress": Vulkan cannot be
    /// asked. Those that VkLearn does not know are passed over. See <see cref="GpuDevice.Requirements"/>.
    /// </summary>
    public required IReadOnlyCollection<string> EnabledFeatures { get; init; }

    /// <summary>
    /// The extensions that the host enabled, of instance and device, by name; all are optional: VK_EXT_debug_utils gives VkLearn's objects
    /// names in messages.
    /// </summary>
    public IReadOnlyCollection<string> EnabledExtensions { get; init; } = [];

    /// <summary>
    /// Called before, on the thread that wants to use the queue, and <see cref="UnlockQueue"/> after. Needed where another thread
    /// of the host uses the queue. VkLearn is best not called while the lock is held.
    /// </summary>
    public Action? LockQueue { get; init; }

    /// <summary>Called after each use of the queue, on the same thread.</summary>
    public Action? UnlockQueue { get; init; }

    /// <summary>Instead of a lock: what the host submits with.</summary>
    public HostSubmit? Submit { get; init; }

    /// <exception cref="ArgumentException">A handle is 0, or only one of lock and unlock is given.</exception>
    internal void Check()
    {
        Check(Instance, nameof(Instance));
        Check(PhysicalDevice, nameof(PhysicalDevice));
        Check(Device, nameof(Device));
        Check(Queue, nameof(Queue));
        if (LockQueue is null != UnlockQueue is null)
        {
            throw new ArgumentException("BorrowedDevice: LockQueue and UnlockQueue go together, received one of them.");
        }
    }

    static void Check(nint handle, string name)
    {
        if (handle == 0)
        {
            throw new ArgumentException($"BorrowedDevice.{name} must be a Vulkan handle, received 0.");
        }
    }
}
