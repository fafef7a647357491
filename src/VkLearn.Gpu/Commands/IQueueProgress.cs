using Silk.NET.Vulkan;

namespace VkLearn.Gpu;

/// <summary>How the device tells how many of the submits, which are numbered from 1 on, are done.</summary>
internal unsafe interface IQueueProgress : IDisposable
{
    /// <summary>The latest number that the device has reached.</summary>
    ulong Completed { get; }

    /// <summary>Submits so that <paramref name="value"/> is reached when it and everything before it is done.</summary>
    /// <param name="submit">Signals one binary semaphore or none; changed.</param>
    /// <param name="value">One more than the last.</param>
    void Submit(SubmitInfo* submit, ulong value);

    /// <summary>Returns once a submitted number is reached.</summary>
    void Wait(ulong value);
}
