using Silk.NET.Vulkan;
using static VkLearn.Gpu.VulkanException;

namespace VkLearn.Gpu;

/// <summary>
/// Progress for a device without timeline semaphores: fences that go round. A fence is signalled after all that was submitted before
/// it, so the latest signalled one tells how far the queue has come.
/// </summary>
internal sealed unsafe class FenceProgress : IQueueProgress
{
    const int Count = 64; // more than are pending but for a burst of uploads, which then waits

    readonly VulkanHandles handles;
    readonly Fence[] fences = new Fence[Count]; // that of submit n is n % Count
    readonly int[] waiters = new int[Count]; // threads inside vkWaitForFences: a fence must not be reset under them
    readonly Lock change = new();
    ulong submitted, completed;

    public FenceProgress(VulkanHandles handles)
    {
        this.handles = handles;
        FenceCreateInfo info = new(pNext: null);
        try
        {
            for (int i = 0; i < Count; i++)
            {
                handles.Make(handles.Vk.CreateFence(handles.Device, &info, null, out fences[i]));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public ulong Completed
    {
        get
        {
            lock (change)
            {
                while (completed < submitted && IsSignalled(completed + 1))
                {
                    completed++;
                }
                return completed;
            }
        }
    }

    public void Submit(SubmitInfo* submit, ulong value)
    {
        if (value > Count)
        {
            Reclaim(value - Count);
        }
        Check(handles.Access.Submit(handles.Vk, handles.Queue, submit, fences[value % Count]), "vk.QueueSubmit");
        lock (change)
        {
            submitted = value;
        }
    }

    public void Wait(ulong value)
    {
        ref int waiting = ref waiters[value % Count];
        lock (change)
        {
            if (value <= completed)
            {
                return;
            }
            waiting++;
        }
        try
        {
            Check(handles.Vk.WaitForFences(handles.Device, 1, in fences[value % Count], true, ulong.MaxValue));
        }
        finally
        {
            lock (change)
            {
                waiting--;
            }
        }
        lock (change)
        {
            completed = Math.Max(completed, value);
        }
    }

    public void Dispose()
    {
        foreach (Fence fence in fences)
        {
            handles.Vk.DestroyFence(handles.Device, fence, null);
        }
    }

    bool IsSignalled(ulong value)
    {
        Result status = handles.Vk.GetFenceStatus(handles.Device, fences[value % Count]);
        Check(status, "vk.GetFenceStatus");
        return status == Result.Success;
    }

    /// <summary>Makes the fence of an old submit ready for a new one. Who waits for the old one is about to see that it is done.</summary>
    void Reclaim(ulong value)
    {
        Wait(value);
        while (Volatile.Read(ref waiters[value % Count]) > 0)
        {
            Thread.Yield();
        }
        Check(handles.Vk.ResetFences(handles.Device, 1, in fences[value % Count]));
    }
}
