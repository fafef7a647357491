using Silk.NET.Vulkan;
using static VkLearn.Gpu.VulkanException;
using Semaphore = Silk.NET.Vulkan.Semaphore;

namespace VkLearn.Gpu;

/// <summary>Progress by a timeline semaphore, whose value is the number of the last submit that is done.</summary>
internal sealed unsafe class SemaphoreProgress : IQueueProgress
{
    readonly VulkanHandles handles;
    readonly Semaphore semaphore;

    public SemaphoreProgress(VulkanHandles handles)
    {
        this.handles = handles;
        SemaphoreTypeCreateInfo type = new(semaphoreType: SemaphoreType.Timeline);
        SemaphoreCreateInfo info = new(pNext: &type);
        handles.Make(handles.Vk.CreateSemaphore(handles.Device, &info, null, out semaphore));
    }

    public ulong Completed
    {
        get
        {
            ulong value;
            Check(handles.Vk.GetSemaphoreCounterValue(handles.Device, semaphore, &value));
            return value;
        }
    }

    public void Submit(SubmitInfo* submit, ulong value)
    {
        bool hasOther = submit->SignalSemaphoreCount > 0;
        Semaphore* signalled = stackalloc Semaphore[2] { semaphore, hasOther ? *submit->PSignalSemaphores : default };
        ulong* reached = stackalloc ulong[2] { value, 0 }; // a binary semaphore has no value
        TimelineSemaphoreSubmitInfo values = new(signalSemaphoreValueCount: hasOther ? 2u : 1, pSignalSemaphoreValues: reached);
        submit->PNext = &values;
        submit->SignalSemaphoreCount = values.SignalSemaphoreValueCount;
        submit->PSignalSemaphores = signalled;
        Check(handles.Access.Submit(handles.Vk, handles.Queue, submit, default), "vk.QueueSubmit");
    }

    public void Wait(ulong value)
    {
        fixed (Semaphore* waited = &semaphore)
        {
            SemaphoreWaitInfo info = new(semaphoreCount: 1, pSemaphores: waited, pValues: &value);
            Check(handles.Vk.WaitSemaphores(handles.Device, &info, ulong.MaxValue));
        }
    }

    public void Dispose() => handles.Vk.DestroySemaphore(handles.Device, semaphore, null);
}
