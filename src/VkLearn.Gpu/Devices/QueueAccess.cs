using Silk.NET.Vulkan;

namespace VkLearn.Gpu;

/// <summary>Takes turns at the queue: Vulkan wants one user at a time, and a host engine may be another.</summary>
/// <param name="lockHost">The host's own lock, taken before ours so that a host that holds it can call in; null without one.</param>
/// <param name="unlockHost">Gives the host's lock back.</param>
/// <param name="hostSubmit">Submits in the host's stead; null: we call Vulkan ourselves.</param>
internal sealed unsafe class QueueAccess(Action? lockHost = null, Action? unlockHost = null, HostSubmit? hostSubmit = null)
{
    readonly Lock own = new();

    /// <summary>Waits for the turn, which lasts until it is disposed.</summary>
    public Turn Enter()
    {
        lockHost?.Invoke();
        own.Enter();
        return new(this);
    }

    /// <summary>To be called within a turn.</summary>
    public Result Submit(Vk vk, Queue queue, SubmitInfo* info, Fence fence) =>
        hostSubmit is null ? vk.QueueSubmit(queue, 1, info, fence) : (Result)hostSubmit((nint)info, fence.Handle);

    void Exit()
    {
        own.Exit();
        unlockHost?.Invoke();
    }

    public readonly ref struct Turn(QueueAccess access) : IDisposable
    {
        public void Dispose() => access.Exit();
    }
}
