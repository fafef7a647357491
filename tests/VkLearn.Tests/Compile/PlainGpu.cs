using System.Collections.Concurrent;
using VkLearn.Gpu;
using VkLearn.Tests.Gpu.Simulated;
using Xunit;

namespace VkLearn.Tests.Compile;

/// <summary>A validated device that is not guarded: intermediates share memory there, as in use.</summary>
public sealed class PlainGpu : IDisposable
{
    readonly ConcurrentQueue<GpuMessage> messages = [];
    readonly SimulatedDriver? simulated = SimulatedDriver.Asked;
    GpuDevice? gpu;

    /// <summary>Opened when first asked for.</summary>
    public GpuDevice Gpu => gpu ??= GpuDevice.Open(
        new GpuOptions { Validation = true, Message = Receive, EntryPoints = simulated is null ? null : simulated.Open });

    public void Dispose()
    {
        gpu?.Dispose();
        Assert.Empty(messages);
        Assert.Empty(simulated?.Faults ?? []);
    }

    void Receive(GpuMessage message)
    {
        Console.Error.WriteLine(message);
        messages.Enqueue(message);
    }
}
