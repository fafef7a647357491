using System.Collections.Concurrent;
using VkLearn.Gpu;
using VkLearn.Tests.Gpu.Simulated;
using Xunit;

namespace VkLearn.Tests;

/// <summary>
/// Tests that use the device run one after the other, on one guarded and validated device. So do those that train on devices of their own:
/// what a <see cref="Variable"/> asks of the compiler reaches all of the process.
/// </summary>
[CollectionDefinition("gpu"), SeedEachTest]
public sealed class GpuCollection : ICollectionFixture<GpuFixture>, ICollectionFixture<Compile.PlainGpu>;

/// <summary>The device of the tests. The run fails when it said anything, when something wrote outside a buffer, or leaked.</summary>
public sealed class GpuFixture : IDisposable
{
    private readonly ConcurrentQueue<GpuMessage> messages = [];
    private readonly SimulatedDriver? simulated = SimulatedDriver.Asked;

    public GpuFixture()
    {
        Gpu = GpuDevice.Open(new GpuOptions
        {
            Guarded = true,
            Validation = true,
            Message = Receive,
            EntryPoints = simulated is null ? null : simulated.Open,
        });
        Current = this;
    }

    /// <summary>That of the collection whose tests run, if any has begun.</summary>
    public static GpuFixture? Current { get; private set; }

    public GpuDevice Gpu { get; }

    public IReadOnlyList<GpuMessage> Messages => [.. messages];

    public void Dispose()
    {
        Current = null;
        Console.Write(OpTable.Text());
        Gpu.Memory.CheckGuards();
        Gpu.Dispose();
        Assert.Empty(Messages);
        Assert.Empty(simulated?.Faults ?? []);
    }

    /// <summary>Printed at once too: a driver that dies next leaves no list behind.</summary>
    private void Receive(GpuMessage message)
    {
        Console.Error.WriteLine(message);
        messages.Enqueue(message);
    }
}
