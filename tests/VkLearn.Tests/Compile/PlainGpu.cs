using System.Collections.Concurrent;
using VkLearn.Gpu;
using Xunit;

namespace VkLearn.Tests.Compile;

/// <summary>A validated device that is not guarded: intermediates share memory there, as in use.</summary>
public sealed class PlainGpu : IDisposable
{
    readonly ConcurrentQueue<GpuMessage> messages = [];
    GpuDevice? gpu;

    /// <summary>Opened when first asked for.</summary>
    public GpuDevice Gpu => gpu ??= GpuDevice.Open(new GpuOptions { Validation = true, Message = Receive });

    public void Dispose()
    {
        gpu?.Dispose();
        Assert.Empty(messages);
    }

    void Receive(GpuMessage message)
    {
        Console.Error.WriteLine(message);
        messages.Enqueue(message);
    }
}
