using Silk.NET.Vulkan;
using VkLearn.Gpu;
using Xunit;

namespace VkLearn.Tests.Gpu;

/// <summary>A device that is lost, and memory that runs out, at any call of a small run.</summary>
[Collection("gpu")]
public sealed class FaultsTests
{
    const int CallsEach = 25;

    static readonly Dictionary<FaultyRun.Kind, Lazy<FaultyRun>> Well =
        Enum.GetValues<FaultyRun.Kind>().ToDictionary(kind => kind, kind => new Lazy<FaultyRun>(() => RunWell(kind)));

    /// <param name="fault">What the call answers.</param>
    /// <param name="persists">Whether the calls after it fail too, until the caller is told.</param>
    [Theory]
    [InlineData(Result.ErrorDeviceLost, false)]
    [InlineData(Result.ErrorOutOfDeviceMemory, false)]
    [InlineData(Result.ErrorOutOfDeviceMemory, true)]
    [InlineData(Result.ErrorOutOfHostMemory, true)]
    public void AtRandomCalls(Result fault, bool persists)
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("VKLEARN_TEST_SEED"), out int given) ? given : Environment.TickCount;
        System.Random random = new(seed);
        for (int i = 0; i < CallsEach; i++)
        {
            FaultyRun.Kind kind = (FaultyRun.Kind)(i % Well.Count);
            Try(fault, random.Next(Well[kind].Value.Driver.Calls.Count), persists, kind, $"VKLEARN_TEST_SEED={seed}");
        }
    }

    [Theory(Explicit = true)] // minutes
    [InlineData(Result.ErrorDeviceLost, false)]
    [InlineData(Result.ErrorOutOfDeviceMemory, false)]
    [InlineData(Result.ErrorOutOfDeviceMemory, true)]
    [InlineData(Result.ErrorOutOfHostMemory, true)]
    public void AtEveryCall(Result fault, bool persists)
    {
        foreach ((FaultyRun.Kind kind, Lazy<FaultyRun> well) in Well)
        {
            for (int call = 0; call < well.Value.Driver.Calls.Count; call++)
            {
                Try(fault, call, persists, kind, "");
            }
        }
    }

    [Fact]
    public void WhatFindsNoMemoryLeavesAllElseAsItWas()
    {
        FaultyDriver driver = new();
        using GpuDevice gpu = GpuDevice.Open(new GpuOptions { EntryPoints = driver.Open });
        using GpuBuffer kept = gpu.Memory.Allocate(1000, "kept");
        MemoryStatistics before = gpu.Memory.Statistics;
        driver.Fail(Result.ErrorOutOfDeviceMemory, driver.Calls.Count, persists: true);

        var failure = Assert.Throws<OutOfDeviceMemoryException>(() => gpu.Memory.Allocate(100 << 20, "large"));

        Assert.StartsWith("vk.AllocateMemory failed: ErrorOutOfDeviceMemory (-2). Buffer \"large\" asks for 100 MiB,", failure.Message);
        Assert.Equal(before, gpu.Memory.Statistics);
        gpu.Memory.Allocate(1000, "small").Dispose(); // there is room in the block of the first
        driver.Relent();
        gpu.Memory.Allocate(100 << 20, "large").Dispose();
    }

    [Fact]
    public void ASubmitThatFailsWasNotMade()
    {
        FaultyDriver driver = new();
        using GpuDevice gpu = GpuDevice.Open(new GpuOptions { EntryPoints = driver.Open });
        using Affine affine = new(gpu, 100, bias: 1);
        gpu.Staging.Fill(affine.X, 0, affine.X.Bytes);
        using CommandList list = affine.Record(gpu);
        ulong last = gpu.Timeline.Submit(list);
        gpu.WaitIdle();
        driver.Fail(Result.ErrorOutOfHostMemory, driver.Calls.Count, persists: true);

        VulkanException failure = Assert.Throws<VulkanException>(() => gpu.Timeline.Submit(list));

        Assert.Equal(("vk.QueueSubmit", last), (failure.Call, gpu.Timeline.LastSubmitted));
        driver.Relent();
        Assert.Equal(last + 1, gpu.Timeline.Submit(list));
        float[] sum = new float[100];
        gpu.Staging.Download(affine.Sum, sum.AsSpan());
        Assert.All(sum, static value => Assert.Equal(2, value));
    }

    [Fact]
    public void ALostDeviceSaysSoAndIsOpenedAgain()
    {
        FaultyDriver driver = new();
        GpuOptions options = new() { Guarded = true, EntryPoints = driver.Open };
        GpuDevice gpu = GpuDevice.Open(options);
        GpuBuffer buffer = gpu.Memory.Allocate(1000, "buffer");
        driver.Fail(Result.ErrorDeviceLost, driver.Calls.Count);

        Assert.Throws<DeviceLostException>(() => gpu.Staging.Fill(buffer, 0, 1000));
        Assert.Throws<DeviceLostException>(gpu.WaitIdle);

        buffer.Dispose();
        gpu.Dispose();
        Assert.Empty(driver.Living);
        using GpuDevice next = GpuDevice.Open(options);
        using GpuBuffer again = next.Memory.Allocate(1000, "buffer");
        next.WaitIdle();
    }

    static FaultyRun RunWell(FaultyRun.Kind kind)
    {
        FaultyRun run = new(kind);
        run.Run();
        Assert.Empty(run.Failures);
        return run;
    }

    static void Try(Result fault, int call, bool persists, FaultyRun.Kind kind, string seed)
    {
        FaultyRun run = new(kind);
        run.Driver.Fail(fault, call, persists);
        try
        {
            run.Run();
            bool isLost = run.Failures.Any(static failure => failure is DeviceLostException);
            Assert.Equal(isLost ? null : Well[kind].Value.Result, run.Result);
        }
        catch (Exception failure)
        {
            Assert.Fail($"{fault} at call {call}, {run.Driver.Failed.FirstOrDefault()}, persists: {persists}, {kind}. {seed}\n{failure}");
        }
    }
}
